"""Plays the lawyer who edits a draft in LibreOffice, and tells what every cross-reference shows after each step.

Run by a Python that has the module `uno` (`outside.uno_python`): `lawyer.py SOFFICE FOLDER < steps.json`. The steps
are a list of `[name, file, [action, ...]]`; each opens the file anew. What is found is printed as JSON: every numbered
paragraph with its number, and of each cross-reference its bookmark, what it shows and what it has to show, null where
its target is gone.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK
from com.sun.star.text.ReferenceFieldPart import NUMBER_NO_CONTEXT


def option(name, value):
    given = PropertyValue()
    given.Name, given.Value = name, value
    return given


class Office:
    """A LibreOffice of its own, on a pipe of its own, with a throw-away profile."""

    def __init__(self, program, folder):
        pipe = f"lawyer{folder.name}{time.monotonic_ns()}"
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--norestore", f"--accept=pipe,name={pipe};urp"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.context = self._connected(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        manager = self.context.ServiceManager
        self.desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)
        self.dispatcher = manager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", self.context)

    def _connected(self, address):
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(600):
            try:
                return resolver.resolve(address)
            except NoConnectException:
                time.sleep(0.1)
        raise SystemExit("LibreOffice does not answer")

    def opened(self, path):
        return self.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (option("Hidden", True),))

    def close(self):
        with contextlib.suppress(DisposedException):
            self.desktop.terminate()
        self.process.wait(60)


class Draft:
    """An open draft, with what the lawyer does to it."""

    def __init__(self, office, path):
        self.office, self.path = office, path
        self.document = office.opened(path)
        self.text = self.document.Text

    # --- where things are ----------------------------------------------------------------------------------------

    def numbered(self):
        """The numbered paragraphs with their numbers; a table has none."""
        found = self.text.createEnumeration()
        while found.hasMoreElements():
            each = found.nextElement()
            label = getattr(each, "ListLabelString", "")
            if label:
                yield [label, each.String]

    def at(self, bookmark):
        """The paragraph in which a bookmark begins."""
        anchor = self.document.Bookmarks.getByName(bookmark).Anchor
        return anchor.Text.createTextCursorByRange(anchor.Start).createEnumeration().nextElement()

    def due(self, name, part):
        """What a field has to show: the number before the paragraph of its bookmark, or the words in it."""
        if not self.document.Bookmarks.hasByName(name):
            return None
        if part == NUMBER_NO_CONTEXT:
            return self.at(name).ListLabelString.rstrip(".")
        return self.document.Bookmarks.getByName(name).Anchor.String

    def references(self):
        """Of each cross-reference its bookmark, what it shows, and what it has to show."""
        self.document.refresh()
        self.document.TextFields.refresh()
        found = self.document.TextFields.createEnumeration()
        shown, known = [], {}  # each call goes to another process: what is asked of one bookmark is asked once
        while found.hasMoreElements():
            field = found.nextElement()
            if field.supportsService("com.sun.star.text.TextField.GetReference"):
                asked = (field.SourceName, field.ReferenceFieldPart)
                if asked not in known:
                    known[asked] = self.due(*asked)
                shown.append([asked[0], field.getPresentation(False), known[asked]])
        return sorted(shown, key=str)

    # --- what the lawyer does ------------------------------------------------------------------------------------

    def do(self, action, *arguments):
        getattr(self, action)(*arguments)

    def add_before(self, bookmark, words):
        """A new paragraph like the one of a bookmark, before it: words and Enter at its beginning."""
        cursor = self.text.createTextCursorByRange(self.at(bookmark).Start)
        self.text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        cursor.gotoPreviousParagraph(False)
        self.text.insertString(cursor, words, False)

    def add_after(self, bookmark, words):
        """A new paragraph like the one of a bookmark, after it: Enter and words at its end."""
        cursor = self.text.createTextCursorByRange(self.at(bookmark).Start)
        cursor.gotoEndOfParagraph(False)
        self.text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        self.text.insertString(cursor, words, False)

    def _between(self, first, last):
        """From the paragraph of one bookmark to the beginning of that of another."""
        cursor = self.text.createTextCursorByRange(self.at(first).Start)
        cursor.gotoRange(self.at(last).Start, True)
        return cursor

    def delete(self, first, last):
        """All from one bookmark to the next."""
        self._between(first, last).setString("")

    def move(self, first, last, before):
        """All from one bookmark to the next is cut, and pasted before another."""
        controller = self.document.CurrentController
        controller.select(self._between(first, last))
        cut = controller.getTransferable()
        self._between(first, last).setString("")
        controller.ViewCursor.gotoRange(self.at(before).Start, False)
        controller.insertTransferable(cut)

    def track(self, on):
        self.document.RecordChanges = on

    def accept(self):
        self._dispatched(".uno:AcceptAllTrackedChanges")

    def reject(self):
        self._dispatched(".uno:RejectAllTrackedChanges")

    def _dispatched(self, command):
        """A command of the menu."""
        self.office.dispatcher.executeDispatch(self.document.CurrentController.Frame, command, "", 0, ())

    def save(self):
        """Saved as DOCX under another name, closed, and opened again."""
        self.path = self.path.with_name(f"saved-{self.path.name}")
        self.document.storeToURL(self.path.as_uri(), (option("FilterName", "MS Word 2007 XML"),))
        self.document.close(True)
        self.__init__(self.office, self.path)


def played(office, path, actions):
    draft = Draft(office, path)
    try:
        for action in actions:
            draft.do(*action)
        return {"numbered": list(draft.numbered()), "references": draft.references()}
    finally:
        draft.document.close(True)


def main(program, folder):
    office = Office(program, Path(folder))
    try:
        found = {name: played(office, Path(file), actions) for name, file, actions in json.load(sys.stdin)}
    finally:
        office.close()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
