"""The system's screen lock and sleep, as one signal each.

Windows sends messages to our windows; Linux desktops tell it on D-Bus (logind, the desktop's screen saver). Where there
is neither, nothing comes and nothing complains: the idle time still locks. Imported after the first window is painted.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, Final, cast

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal, Slot

WM_POWERBROADCAST: Final = 0x0218
PBT_APMSUSPEND: Final = 0x0004
WM_WTSSESSION_CHANGE: Final = 0x02B1
WTS_CONSOLE_DISCONNECT: Final = 0x2
WTS_REMOTE_DISCONNECT: Final = 0x4
WTS_SESSION_LOGOFF: Final = 0x6
WTS_SESSION_LOCK: Final = 0x7
AWAY: Final = frozenset({WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOGOFF, WTS_SESSION_LOCK})
NOTIFY_FOR_THIS_SESSION: Final = 0
WINDOWS_MESSAGES: Final = b"windows_generic_MSG"
SYSTEM_BUS: Final = Path("/run/dbus/system_bus_socket")
LOGIND: Final = "org.freedesktop.login1"
SCREEN_SAVERS: Final = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
)


class SystemEvents(QObject):
    """`locked` when the system's screen is locked or its session left, `sleeping` just before the machine sleeps."""

    locked = Signal()
    sleeping = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages: WindowsMessages | None = None
        self._buses: list[str] = []

    @property
    def heard(self) -> bool:
        """Whether the system tells anything here."""
        return self._messages is not None or bool(self._buses)

    def start(self, window: int = 0) -> None:
        """Listen; `window` is the native handle of the window that Windows shall tell about the screen lock."""
        if sys.platform == "win32":
            self._messages = WindowsMessages(self)
            self._messages.start(window)
        elif SYSTEM_BUS.exists() or os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            self._listen_on_buses()

    def stop(self) -> None:
        """Listen no more."""
        if self._messages is not None:
            self._messages.stop()
            self._messages = None
        if self._buses:
            self._connect(join=False)
            self._buses = []

    # -- Linux -------------------------------------------------------------------------------------------------------

    def _listen_on_buses(self) -> None:
        from PySide6.QtDBus import QDBusConnection

        for name, bus in (("system", QDBusConnection.systemBus()), ("session", QDBusConnection.sessionBus())):
            if bus.isConnected():
                self._buses.append(name)
        self._connect(join=True)

    def _connect(self, *, join: bool) -> None:
        """Any session's Lock is heard: logind sends it to the one session whose screen is to be locked."""
        from PySide6.QtDBus import QDBusConnection

        if "system" in self._buses:
            bus = QDBusConnection.systemBus()
            act = bus.connect if join else bus.disconnect
            path = "/org/freedesktop/login1"
            act(LOGIND, path, f"{LOGIND}.Manager", "PrepareForSleep", self, _slot("going_to_sleep(bool)"))
            act(LOGIND, self._session_path(), f"{LOGIND}.Session", "Lock", self, _slot("screen_locked()"))
        if "session" in self._buses:
            bus = QDBusConnection.sessionBus()
            act = bus.connect if join else bus.disconnect
            for interface, path in SCREEN_SAVERS:
                act("", path, interface, "ActiveChanged", self, _slot("screen_saver(bool)"))

    @staticmethod
    def _session_path() -> str:
        """The own session's object; empty (any session) where the environment does not name it."""
        name = os.environ.get("XDG_SESSION_ID", "")
        return f"{'/org/freedesktop/login1/session/'}{_escaped(name)}" if name else ""

    @Slot(bool)
    def going_to_sleep(self, begins: bool) -> None:
        """logind: True before, False after."""
        if begins:
            self.sleeping.emit()

    @Slot()
    def screen_locked(self) -> None:
        """logind asks this session to lock."""
        self.locked.emit()

    @Slot(bool)
    def screen_saver(self, active: bool) -> None:
        """The desktop's screen saver began or ended."""
        if active:
            self.locked.emit()


def _slot(signature: str) -> bytes:
    """A slot's name as the bus wants it: text, whatever Qt's own stubs say."""
    named: Any = SLOT(signature)
    return cast("bytes", named)


def _escaped(name: str) -> str:
    """A session's name in a bus path: a leading digit and anything but letters and digits as _xx (systemd)."""
    parts = []
    for place, letter in enumerate(name):
        plain = letter.isascii() and letter.isalnum() and not (place == 0 and letter.isdigit())
        parts.append(letter if plain else "".join(f"_{byte:02x}" for byte in letter.encode()))
    return "".join(parts)


class WindowsMessages(QAbstractNativeEventFilter):
    """Picks two messages out of those that Windows sends to our windows."""

    def __init__(self, events: SystemEvents) -> None:
        super().__init__()
        self._events = events
        self._window = 0

    def start(self, window: int) -> None:
        """Ask Windows to tell `window` about the session, and look at what comes."""
        self._window = window
        app = QCoreApplication.instance()
        if app is not None:
            app.installNativeEventFilter(self)
        if sys.platform == "win32":
            import ctypes

            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(ctypes.c_void_p(window), NOTIFY_FOR_THIS_SESSION)

    def stop(self) -> None:
        """Undo `start`."""
        app = QCoreApplication.instance()
        if app is not None:
            app.removeNativeEventFilter(self)
        if sys.platform == "win32":
            import ctypes

            ctypes.windll.wtsapi32.WTSUnRegisterSessionNotification(ctypes.c_void_p(self._window))

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> tuple[bool, int]:
        if QByteArray(kind) == WINDOWS_MESSAGES and message:
            number, word = message_of(int(message))
            if number == WM_POWERBROADCAST and word == PBT_APMSUSPEND:
                self._events.sleeping.emit()
            elif number == WM_WTSSESSION_CHANGE and word in AWAY:
                self._events.locked.emit()
        return False, 0


def message_of(address: int) -> tuple[int, int]:
    """Number and wParam of the MSG structure at this address."""
    from ctypes import wintypes

    message = wintypes.MSG.from_address(address)
    return int(message.message), int(message.wParam)
