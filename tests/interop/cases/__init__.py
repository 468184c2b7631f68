"""The cases of the interop tests, in the order in which they run."""
from cases import control, registrations, calls, mid_call, refusals, far_end, trunk, capture, names, outbound, browser, webphone, wire, relay, turn, baresip, soak  # noqa: F401
