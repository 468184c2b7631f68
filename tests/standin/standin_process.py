"""One stand-in as its own process, the way a run starts it."""
import json
import subprocess


class Standin:
    def __init__(self, program, **config):
        config.setdefault("accounts", [{"user": str(u), "password": "pw-%d" % u} for u in range(1000, 1010)])
        config.setdefault("domain", "example.test")
        self.domain = config["domain"]
        self.process = subprocess.Popen([program, "--child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdin.write(json.dumps(config))
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the stand-in did not start")
        ready = json.loads(line)
        self.ready, self.doors, self.ca, self.accounts = ready, ready["doors"], ready["ca"], ready["accounts"]

    def stop(self):
        """Closes its input, as a run does at its end; the exit code."""
        self.process.stdin.close()
        code = self.process.wait(10)
        self.process.stdout.close()
        return code

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
