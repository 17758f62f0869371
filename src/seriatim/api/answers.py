"""The answers of the face, by name, for annotations."""

from seriatim.reports.answers import CompareReport, ExplainReport, TraceReport
from seriatim.reports.comfort_report import ComfortReport
from seriatim.reports.deal_reports import CheckReport, DescribeReport, PlanReport
from seriatim.reports.flows import FlowReport
from seriatim.reports.lives import LivesReport
from seriatim.reports.tables_report import TablesReport
from seriatim.reports.tables_yield import YieldReport

__all__ = [
    "CheckReport",
    "ComfortReport",
    "CompareReport",
    "DescribeReport",
    "ExplainReport",
    "FlowReport",
    "LivesReport",
    "PlanReport",
    "TablesReport",
    "TraceReport",
    "YieldReport",
]
