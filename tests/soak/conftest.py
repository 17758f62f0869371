"""At the end of a run: how many random deals were held to the laws, in how many courses of events."""

from collections import Counter

COUNTED = "soak: "


def pytest_terminal_summary(terminalreporter):
    total = Counter()
    for report in terminalreporter.getreports("passed"):
        total.update({name.removeprefix(COUNTED): n for name, n in report.user_properties if name.startswith(COUNTED)})
    if total:
        counts = ", ".join(f"{count:,} {what}" for what, count in total.items())
        terminalreporter.write_line(f"Random deals that kept every law: {counts}")
