"""A wire to the tests' database that can be frozen and cut."""

import socket
import threading
from pathlib import Path


class Wire:
    """Forwards what comes to its socket in `folder`; while `flows` isn't set nothing goes either way."""

    def __init__(self, folder: Path, server: Path) -> None:
        self.folder, self._server = folder, server
        self.flows = threading.Event()
        self.flows.set()
        self._ends: list[socket.socket] = []
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(folder / ".s.PGSQL.5432"))
        self._door.listen(20)
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Ends every connection, as a server does that is restarted."""
        while self._ends:
            self._ends.pop().shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.flows.set()
        self._door.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self._door.accept()
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            far.connect(str(self._server / ".s.PGSQL.5432"))
            self._ends += [near, far]
            for ends in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=ends, daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while piece := source.recv(65536):
                self.flows.wait()
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            return
