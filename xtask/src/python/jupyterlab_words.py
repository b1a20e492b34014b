"""Completes JupyterLab's Indonesian language pack, which knows about a third of JupyterLab's texts, with the words of the JSON file that is named."""

import io
import json
import sys
from pathlib import Path

import jupyterlab_language_pack_id_ID as pack
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo

# Between a word's context and the word itself, as gettext writes it.
BETWEEN = "\x04"


def page_words(known, words, counted):
    """The JSON that the page asks for. A word for one and for more is only found with two translations, though Indonesian needs one."""
    known.update({word: [translation] for word, translation in words.items()})
    known.update({word: [translation, translation] for word, translation in counted.items()})
    return json.dumps(known, ensure_ascii=False)


def server_words(known, words):
    """The catalogue by which the server translates the names of menus: those words that have a context."""
    catalog = Catalog()
    # The pack says there that Indonesian has one form for every number; else English plurals would take the place of its words.
    catalog.mime_headers = known.mime_headers
    for message in known:
        # `read_mo` leaves contexts as bytes, which `write_mo` cannot sort beside ours.
        context = message.context.decode() if isinstance(message.context, bytes) else message.context
        if message.id:
            catalog.add(message.id, message.string, context=context)
    for word, translation in words.items():
        context, _, name = word.rpartition(BETWEEN)
        if context:
            catalog.delete(name, context)
            catalog.add(name, translation, context=context)
    written = io.BytesIO()
    write_mo(written, catalog)
    return written.getvalue()


def replace(file, content):
    """A file is the old one or the new one, never half of it."""
    beside = file.with_suffix(".baru")
    beside.write_bytes(content)
    beside.replace(file)


def main():
    ours = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    folder = Path(pack.__file__).parent / "locale" / "id_ID" / "LC_MESSAGES"
    page, server = folder / "jupyterlab.json", folder / "jupyterlab.mo"
    with server.open("rb") as file:
        known = read_mo(file)
    replace(server, server_words(known, ours["words"]))
    replace(page, page_words(json.loads(page.read_text(encoding="utf-8")), **ours).encode())


main()
