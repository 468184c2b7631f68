"""A row of the Web Phone that takes its time: a signalling socket on which nobody says anything for minutes."""
import os
import socket
import time
import unittest

from rows_site import Rows


class Idle(Rows):
    """The waiting is what is looked at; five minutes of it in scripts/test --full."""
    SILENCE = float(os.environ.get("CXLOAD_IDLE_SECONDS", "75"))

    def stays(self, phone, seconds):
        """True when the connection is still open after so much silence; a browser answers pings by itself, so they are answered."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            phone.socket.raw.settimeout(left)
            try:
                frame = phone.socket.receive_frame()
            except (TimeoutError, socket.timeout):
                break
            if frame is None or frame[0] == 8:
                return False
            if frame[0] == 9:
                phone.socket.frame(frame[2], 10)
        phone.socket.raw.settimeout(30)
        return True

    def test_five_minutes_of_silence(self):
        """WP-SIG-WS-5: a registered phone that says nothing for five minutes is still connected, and registers again on the same socket; a
        deployment that takes silence for absence is seen."""
        dropped = self.phone(self.site("ws.reap_early", reap_after_s=2), "1001")
        self.assertEqual(dropped.register(expires=600).status, 200)
        self.assertFalse(self.stays(dropped, 30))
        phone = self.phone(self.site(), "1001")
        self.assertEqual(phone.register(expires=600).status, 200)
        self.assertTrue(self.stays(phone, self.SILENCE))
        self.assertEqual(phone.register(expires=600).status, 200)


if __name__ == "__main__":
    unittest.main(verbosity=2)
