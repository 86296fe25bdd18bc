"""Does every text of the interface stand in a catalogue, in both languages?"""

from pathlib import Path

from django.conf import settings

from zhuanhua.ui import catalogues
from zhuanhua.ui.management.commands.messages import own_apps


def test_every_text_is_in_english_and_none_stands_outside_the_catalogues():
    folders = own_apps()
    root, places = Path(settings.ROOT), list(folders.values())

    found = [fault for folder in places for fault in catalogues.faults(folder, places, root)]

    assert found == []
