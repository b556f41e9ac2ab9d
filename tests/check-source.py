#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the rules of the source that a machine can check. Speaks TAP: one line a rule.

  check-source.py [--root DIR] [RULE...]     without rules, all of them

Each rule has a folder of its name under tests/checks/examples/ with files that break it, and
tests/checks/check-examples.py sees that the rule says so.
"""
import argparse
import pathlib
import posixpath
import re
import subprocess
import sys
from collections import namedtuple

MAX_COLUMNS = 100
MAX_FUNCTION_LINES = 60
MAX_FILE_LINES = 800
UNCRUSTIFY = 'Uncrustify-0.72'  # that of Debian 12
MAX_DEPTH = 4                  # the function's own brace and three levels in it

# A folder may include those before it. The programs stand on all of them, never on each other.
ENGINE = ['base', 'records', 'calendar', 'rules', 'store', 'exchange', 'demo', 'sync', 'reports']
LAYERS = {name: set(ENGINE[:place + 1]) for place, name in enumerate(ENGINE)}
LAYERS['drawing'] = set(ENGINE) | {'drawing'}
LAYERS['app'] = LAYERS['drawing'] | {'app'}
LAYERS['ctl'] = LAYERS['drawing'] | {'ctl'}
LAYERS['server'] = set(ENGINE) | {'server'}

NO_TOOLKIT = re.compile(r'<(gtk|gdk|gsk|adwaita|cairo|pango)[./-]')
NO_WINDOWS = re.compile(r'<(gtk|gdk|gsk|adwaita)[./-]')

COMPAT = 'src/app/atlas-compat'
SHELL = ('src/app/atlas-shell', 'ui/atlas-shell')

# What must not be called, why, and the start of the paths that may all the same.
Ban = namedtuple('Ban', 'pattern why allowed', defaults=[()])
BANS = [
    Ban(r'gtk_widget_(show|hide|show_all)', 'use gtk_widget_set_visible ()'),
    Ban(r'gtk_show_uri\w*', 'use atlas_open_uri ()', (COMPAT,)),
    Ban(r'gtk_file_chooser_\w+|GtkFileChooser\w*', 'use atlas_save_file () or its like', (COMPAT,)),
    Ban(r'GtkFileDialog|gtk_file_dialog_\w+|GtkUriLauncher|gtk_uri_launcher_\w+',
        'above the floor (4.10)', (COMPAT,)),
    Ban(r'GtkDialog|gtk_dialog_\w+|GtkMessageDialog|gtk_message_dialog_\w+', 'use atlas_ask ()'),
    Ban(r'AdwMessageDialog|adw_message_dialog_\w+|AdwAlertDialog|adw_alert_dialog_\w+',
        'use atlas_ask ()', (COMPAT,)),
    Ban(r'GtkInfoBar|gtk_info_bar_\w+', 'gone by GTK 4.18'),
    Ban(r'AdwAboutWindow|adw_about_window_\w+|AdwAboutDialog|adw_about_dialog_\w+',
        'use atlas_show_about ()', (COMPAT,)),
    Ban(r'gtk_accessible_announce', 'use atlas_announce ()', (COMPAT,)),
    Ban(r'(GTK|ADW|GLIB)_CHECK_VERSION', 'versions are chosen in atlas-compat only', (COMPAT,)),
    Ban(r'G_GNUC_BEGIN_IGNORE_DEPRECATIONS', 'old calls live in atlas-compat only',
        (COMPAT, *SHELL)),
    Ban(r'AdwLeaflet|adw_leaflet_\w+|ADW_LEAFLET|AdwFlap|adw_flap_\w+|ADW_FLAP',
        'lives in AtlasShell only', SHELL),
    Ban(r'AdwSqueezer|adw_squeezer_\w+|AdwViewSwitcherTitle|adw_view_switcher_title_\w+',
        'gone by libadwaita 1.7'),
    Ban(r'AdwBanner|adw_banner_\w+|AdwToolbarView|AdwNavigation\w+|Adw\w*SplitView|AdwBreakpoint',
        'above the floor'),
    Ban(r'AdwSwitchRow|AdwSpinRow|AdwPreferencesDialog', 'above the floor'),
    Ban(r'GtkTreeView|gtk_tree_view_\w+|GtkListStore|gtk_list_store_\w+|GtkComboBox\w*'
        r'|gtk_combo_box_\w+|GtkEntryCompletion', 'use list views, column views and drop-downs'),
    Ban(r'gtk_widget_(get_allocation|translate_coordinates)',
        'use gtk_widget_compute_bounds () or gtk_widget_compute_point ()'),
    Ban(r'gtk_widget_get_style_context|gtk_css_provider_load_from_(data|string)',
        'styles are classes and one file'),
    Ban(r'adw_action_row_(get|set)_icon_name', 'gone by libadwaita 1.7'),
    Ban(r'gtk_(list|column|grid)_view_scroll_to|GtkSectionModel|GskPath|gtk_snapshot_append_fill',
        'above the floor'),
    Ban(r'g_set_str|g_clear_fd|g_string_free_and_steal', 'above the floor (2.76)'),
    Ban(r'g_main_context_iteration|gtk_events_pending', 'never iterate', ('tests/',)),
    Ban(r'g_error', 'a program does not die of its input'),
    Ban(r'Json(Parser|Node|Object|Array|Builder|Reader)|json_(parser|node|builder|reader)_\w+',
        'JSON goes through base/atlas-json.h'),
    Ban(r'str(cpy|cat)|v?sprintf|gets|system|atoi|strtok', 'cannot be called safely'),
    Ban(r'gchar|gint', 'write char and int'),
    Ban(r'g_task_run_in_thread(_sync)?|g_thread_pool_\w+|GThreadPool',
        'queue on an AtlasWorker of its owner, not on the shared pool', ('tests/',)),
    Ban(r'G_TEST_OPTION_ISOLATE_DIRS', 'use TEST_ISOLATE',
        ('tests/isolate.h', 'tests/exchange/add-field-probe.c')),
]

# Words of a person's workplace, and of work not done.
FORBIDDEN = [
    re.compile(r'(?<![\w.])/(work|root)/'),
    re.compile(r'\b(TODO|FIXME|XXX|HACK)\b'),
    re.compile(r'\b(not implemented|lorem ipsum)\b', re.IGNORECASE),
]

AMERICAN = {
    'behavior': 'behaviour', 'canceled': 'cancelled', 'center': 'centre', 'centers': 'centres',
    'color': 'colour', 'colors': 'colours', 'counselor': 'counsellor', 'enroll': 'enrol',
    'enrollment': 'enrolment', 'favorite': 'favourite', 'fulfill': 'fulfil', 'gray': 'grey',
    'labeled': 'labelled', 'neighbor': 'neighbour', 'neighboring': 'neighbouring',
}

# Calls whose last argument a person reads.
SHOWN = re.compile(
    r'\b(?:gtk_label_new|gtk_button_new_with_label|adw_toast_new|adw_toast_set_title'
    r'|gtk_(?:label_set_(?:text|label|markup)|button_set_label|window_set_title'
    r'|widget_set_tooltip_text|entry_set_placeholder_text|menu_button_set_label)'
    r'|adw_\w+_set_(?:title|subtitle|description|heading|body))'
    r'\s*\([^;"]*(?<!_\()(?<!_ \()"([^"]*[A-Za-z]{2}[^"]*)"\s*\)')
PRINTED = re.compile(r'\bg_print(?:err)?\s*\(\s*"((?:[^"\\]|\\.)*)"')
DIRECTIVE = re.compile(
    r'provision-atlas(?:-server)?|atlasctl|\\.'
    r'|%[-+ #0]*[\d*]*(?:\.[\d*]+)?(?:hh|h|ll|l|z|q)?[a-zA-Z%]|%')
MARKED_C = re.compile(r'(?<!\w)(?:_|N_|C_|NC_|ngettext|g_dngettext)\s*\(\s*"')
MARKED_UI = re.compile(r'translatable="(?:yes|true)"')
UI_TEXT = re.compile(
    r'<property name="(?:label|title|subtitle|description|tooltip-text|placeholder-text|heading'
    r'|body|comments)"([^>]*)>([^<]*[A-Za-z]{2}[^<]*)</property>')
TEST_PATH = re.compile(r'\bg_test_add\w*\s*\(\s*"([^"]*)"\s*,')
SENTENCE = re.compile(r'(/[a-z0-9]+(-[a-z0-9]+)*){2,}')

Finding = namedtuple('Finding', 'path line words')


class Source:
    """A tracked text file, with the text as it is and with its comments and strings blanked."""

    def __init__(self, root, path):
        self.path = path
        self.name = pathlib.PurePosixPath(path).name
        self.suffix = pathlib.PurePosixPath(path).suffix
        self.text = (root / path).read_text(encoding='utf-8', errors='replace')
        self.lines = self.text.splitlines()
        self.is_c = self.suffix in ('.c', '.h', '.fields', '.def')
        self.folder = path.split('/')[1] if path.startswith('src/') and path.count('/') > 1 else ''
        self.code = blank(self.text, strings=True) if self.is_c else ''
        self.said = blank(self.text, strings=False) if self.is_c else ''

    def line_of(self, offset):
        """The line number of a place in the text."""
        return self.text.count('\n', 0, offset) + 1


def blank(text, strings):
    """Puts spaces for what comments, and if asked strings, hold. Lines stay where they are."""
    token = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'', re.DOTALL)

    def replace(match):
        found = match.group(0)
        if found[0] in '"\'':
            return found[0] + ' ' * (len(found) - 2) + found[0] if strings else found
        return re.sub(r'[^\n]', ' ', found)

    return token.sub(replace, text)


def functions(source):
    """Yields each function of a .c file: name, first line, last line (of its braces)."""
    lines = source.code.splitlines()
    start = None
    name = ''
    for number, line in enumerate(lines, 1):
        if line.rstrip() == '{' and lines[number - 2].rstrip().endswith(')'):
            above = number - 2
            while above > 0 and lines[above][:1] in (' ', '\t'):
                above -= 1
            match = re.match(r'(?:[\w* ]*?)(\w+)\s*\(', lines[above])
            start, name = number, match.group(1) if match else '?'
        elif line.rstrip() == '}' and start is not None:
            yield name, start, number
            start = None


def includes(source):
    """Yields the line and the text of each include, without the tables read many times."""
    for number, line in enumerate(source.lines, 1):
        match = re.match(r'#include\s+([<"][^>"]+[>"])', line)
        if match and not match.group(1).rstrip('>"').endswith(('.fields', '.def')):
            yield number, match.group(1)


# Each rule takes the files and yields findings. Its name is the function's; its text, what it
# wants.

def layers(sources):
    """a folder includes only from itself and the folders above it"""
    for source in sources:
        if source.folder not in LAYERS:
            continue
        for number, name in includes(source):
            other = name.strip('"').split('/')[0]
            if name[0] == '"' and other in LAYERS and other not in LAYERS[source.folder]:
                yield Finding(source.path, number, f'{source.folder}/ may not call {other}/')


def toolkit(sources):
    """the engine, ctl and server know no GTK, Cairo or Pango, and drawing no GTK"""
    for source in sources:
        if source.folder in ENGINE or source.folder in ('ctl', 'server'):
            pattern = NO_TOOLKIT
        elif source.folder == 'drawing':
            pattern = NO_WINDOWS
        else:
            continue
        for number, name in includes(source):
            if pattern.match(name):
                yield Finding(source.path, number, f'{source.folder}/ may not include {name}')


def include_paths(sources):
    """include paths start at src/"""
    for source in sources:
        if not source.path.startswith('src/'):
            continue
        for number, name in includes(source):
            if name[0] == '"' and name != '"config.h"' and '/' not in name:
                yield Finding(source.path, number, f'{name} has no folder')


def is_sorted(names):
    """Sorted by path, with or without the ending: both are a reader's order."""
    return names in (sorted(names), sorted(names, key=lambda name: name[:-3]))


def include_order(sources):
    """includes are config.h and the own header; then the system's, sorted; then ours, sorted"""
    for source in sources:
        found = list(includes(source)) if source.is_c else []
        if not found:
            continue
        first = found[0][0]
        names = [name for _, name in found]
        if source.suffix == '.c':
            if names[0] != '"config.h"':
                yield Finding(source.path, first, 'config.h is not first')
                continue
            names = names[1:]
            if names and names[0][0] == '"' and is_own_header(source, names[0].strip('"')):
                names = names[1:]
        kinds = [name[0] for name in names]
        if kinds != sorted(kinds, key='<"'.index):
            yield Finding(source.path, first, 'the system comes before ours')
        for kind in '<"':
            group = [name.strip('<>"') for name in names if name[0] == kind]
            if kind == '"':             # a header beside its test has no folder, and comes last
                group = [name for name in group if '/' in name]
            if not is_sorted(group):
                yield Finding(source.path, first, 'a group of includes is not sorted')


def is_own_header(source, name):
    """Whether a header may stand before the system's: of the file's folder, or beside it."""
    return '/' not in name or source.path.split('/')[1] == name.split('/')[0]


def line_length(sources):
    """no line is longer than 100 columns, but in tables lined up by hand (.fields, .def)"""
    for source in sources:
        if source.suffix not in ('.c', '.h', '.py', '.build', '.sh', '.css'):
            continue
        for number, line in enumerate(source.lines, 1):
            if len(line) > MAX_COLUMNS:
                yield Finding(source.path, number, f'{len(line)} columns')


def function_length(sources):
    """no function is longer than 60 lines, but for class_init, property switches and main"""
    for source in sources:
        if source.suffix != '.c':
            continue
        for name, start, end in functions(source):
            if re.search(r'_class_init$|_[gs]et_property$|^main$', name):
                continue
            if end - start + 1 > MAX_FUNCTION_LINES:
                yield Finding(source.path, start, f'{name} () has {end - start + 1} lines')


def file_length(sources):
    """no file is longer than 800 lines"""
    for source in sources:
        if source.suffix in ('.c', '.h', '.py', '.ui') and len(source.lines) > MAX_FILE_LINES:
            yield Finding(source.path, len(source.lines), f'{len(source.lines)} lines')


def depth(sources):
    """a function has at most three levels of braces inside it"""
    for source in sources:
        if source.suffix != '.c':
            continue
        lines = source.code.splitlines()
        for name, start, end in functions(source):
            level = 0
            for number in range(start, end + 1):
                level += lines[number - 1].count('{') - lines[number - 1].count('}')
                if level > MAX_DEPTH and '{' in lines[number - 1]:
                    yield Finding(source.path, number, f'{name} () is nested too deeply')
                    break


def banned_calls(sources):
    """nothing is called that is gone, not yet there, unsafe, or belongs in another file"""
    for source in sources:
        if not source.is_c and source.suffix != '.ui':
            continue
        text = source.code if source.is_c else source.text
        for ban in BANS:
            if source.path.startswith(ban.allowed):
                continue
            for match in re.finditer(rf'\b(?:{ban.pattern})\b(?!-)', text):
                yield Finding(source.path, source.line_of(match.start()),
                              f'{match.group(0)}: {ban.why}')


def no_goto(sources):
    """there is no goto"""
    for source in sources:
        for match in re.finditer(r'\bgoto\b', source.code):
            yield Finding(source.path, source.line_of(match.start()), 'goto')


def licence(sources):
    """each file says its licence at its beginning"""
    for source in sources:
        is_script = source.text.startswith('#!')
        if source.suffix not in ('.c', '.h', '.py', '.sh', '.fields', '.def') and not is_script:
            continue
        if 'SPDX-License-Identifier: GPL-3.0-or-later' not in '\n'.join(source.lines[:3]):
            yield Finding(source.path, 1, 'no SPDX line')


def pragma_once(sources):
    """each header is read once, or says why not"""
    for source in sources:
        if source.suffix == '.h' and '#pragma once' not in source.text:
            yield Finding(source.path, 1, 'no #pragma once')


def folder_readme(sources):
    """each folder of src/ says in a header what it is for"""
    told = {source.folder for source in sources
            if source.suffix == '.h' and source.folder
            and re.search(rf'^ \* {source.folder}/ ', '\n'.join(source.lines[:12]), re.MULTILINE)}
    headers = {source.folder: source.path for source in sources
               if source.suffix == '.h' and source.folder}
    for folder, path in headers.items():
        if folder not in told:
            yield Finding(path, 1, f'no header begins its comment with " * {folder}/ …"')


def sql_stays_below(sources):
    """SQL is written in store/ and server/ only"""
    pattern = re.compile(r'"\s*(?:SELECT .* FROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE '
                         r'TABLE|PRAGMA )')
    for source in sources:
        if not source.folder or source.folder in ('store', 'server'):
            continue
        for match in pattern.finditer(source.said):
            yield Finding(source.path, source.line_of(match.start()), 'SQL outside store/')


def shown_text(sources):
    """what a person reads can be translated"""
    for source in sources:
        if source.folder in ('app', 'ctl', 'drawing') and source.is_c:
            for match in SHOWN.finditer(source.said):
                yield Finding(source.path, source.line_of(match.start(1)), f'"{match.group(1)}"')
            for match in PRINTED.finditer(source.said):
                if re.search(r'[A-Za-z]{3}', DIRECTIVE.sub(' ', match.group(1))):
                    yield Finding(source.path, source.line_of(match.start(1)), match.group(0))
        elif source.suffix == '.ui':
            for match in UI_TEXT.finditer(source.text):
                if 'translatable=' not in match.group(1):
                    yield Finding(source.path, source.line_of(match.start(2)), match.group(2))


def british_words(sources):
    """what a person reads is in British English"""
    pattern = re.compile(rf"\b({'|'.join(AMERICAN)})\b", re.IGNORECASE)
    for source in sources:
        if source.is_c:
            shown = re.finditer(r'(?:\b_|N_|C_|ngettext) \((.*?)\)', source.said, re.DOTALL)
            texts = [(match.start(1), match.group(1)) for match in shown]
        elif source.suffix == '.ui':
            shown = re.finditer(r'translatable="yes"[^>]*>([^<]*)<', source.text)
            texts = [(match.start(1), match.group(1)) for match in shown]
        elif source.suffix == '.md':
            texts = [(0, re.sub(r'`[^`\n]*`', lambda code: ' ' * len(code.group(0)), source.text))]
        else:
            continue
        for offset, text in texts:
            for match in pattern.finditer(text):
                yield Finding(source.path, source.line_of(offset + match.start()),
                              f'{match.group(0)}: write {AMERICAN[match.group(0).lower()]}')


def has_words(source):
    """Whether a file of the programs holds words to translate."""
    if source.path.startswith('data/'):
        return source.path.endswith(('.desktop.in', '.gschema.xml', '.metainfo.xml.in'))
    if not source.path.startswith(('src/', 'ui/')):
        return False
    if source.suffix == '.ui':
        return MARKED_UI.search(source.text) is not None
    return source.is_c and MARKED_C.search(source.said) is not None


def potfiles(sources):
    """po/POTFILES.in lists, sorted, just the files with words to translate"""
    by_path = {source.path: source for source in sources}
    listing = by_path.get('po/POTFILES.in')
    if listing is None:
        yield Finding('po/POTFILES.in', 1, 'there is no such file')
        return
    listed = [line for line in listing.lines if line and not line.startswith('#')]
    if listed != sorted(listed):
        yield Finding(listing.path, 1, 'not sorted')
    for path in listed:
        if path not in by_path:
            yield Finding(listing.path, listing.lines.index(path) + 1, f'there is no {path}')
    for source in sources:
        if has_words(source) and source.path not in listed:
            yield Finding(source.path, 1, 'has words to translate and is not in po/POTFILES.in')


def links(sources):
    """what a page links to is there, and docs/README.md links to every page"""
    pattern = re.compile(r'\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)')
    known = {source.path for source in sources}
    linked = set()
    for source in sources:
        for match in pattern.finditer(source.text) if source.suffix == '.md' else ():
            folder = posixpath.dirname(source.path)
            path = posixpath.normpath(posixpath.join(folder, match.group(1)))
            linked.add(path if source.path == 'docs/README.md' else '')
            if path not in known and not (links.root / path).exists():
                yield Finding(source.path, source.line_of(match.start()), f'there is no {path}')
    for path in known:
        if re.fullmatch(r'docs/[\w-]+\.md', path) and path not in linked | {'docs/README.md'}:
            yield Finding(path, 1, 'docs/README.md does not name this page')


def test_names(sources):
    """a test's path says what holds, such as /store/newer-file-is-refused"""
    for source in sources:
        if not source.path.startswith('tests/'):
            continue
        for match in TEST_PATH.finditer(source.said):
            if not SENTENCE.fullmatch(match.group(1)):
                yield Finding(source.path, source.line_of(match.start(1)), match.group(1))


def finished_words(sources):
    """nothing tells of work not done, or of one person's folders"""
    for source in sources:
        if source.path in ('tests/check-source.py', 'LICENSE'):
            continue
        for number, line in enumerate(source.lines, 1):
            for pattern in FORBIDDEN:
                match = pattern.search(line)
                if match:
                    yield Finding(source.path, number, match.group(0))


def uncrustify_version():
    """What uncrustify says it is. Other releases lay out some lines otherwise."""
    result = subprocess.run(['uncrustify', '--version'], capture_output=True, text=True,
                            check=True)
    return result.stdout


def layout(sources):
    """the layout is that of tests/uncrustify.cfg"""
    paths = [source.path for source in sources if source.suffix == '.c']
    config = pathlib.Path(__file__).with_name('uncrustify.cfg')
    if not paths:
        return
    result = subprocess.run(['uncrustify', '-q', '-c', config, '-l', 'C', '--check', *paths],
                            capture_output=True, text=True, check=False, cwd=layout.root)
    for line in (result.stdout + result.stderr).splitlines():
        match = re.match(r'FAIL: (\S+)', line)
        if match:
            yield Finding(match.group(1), 1, 'uncrustify would lay it out otherwise')


RULES = [
    layers, toolkit, include_paths, include_order, line_length, function_length, file_length,
    depth, banned_calls, no_goto, licence, pragma_once, folder_readme, sql_stays_below, shown_text,
    british_words, potfiles, links, test_names, finished_words, layout,
]


def rule_name(rule):
    """A rule's name as it is typed and as its folder of examples is called."""
    return rule.__name__.replace('_', '-')


def read_sources(root):
    """Reads the project's text files: those that git knows, or all where there is no git."""
    listed = []
    if (root / '.git').exists():
        listed = subprocess.run(['git', '-C', root, 'ls-files', '-z'], capture_output=True,
                                text=True, check=False).stdout.split('\0')
    if not listed:
        listed = [str(path.relative_to(root)) for path in root.rglob('*') if path.is_file()]
        listed = [path for path in listed if not re.match(r'build(?!-aux)', path)]
    sources = []
    for path in sorted(filter(None, listed)):
        is_text = pathlib.PurePosixPath(path).suffix not in ('.png', '.geojson', '.csv', '.db')
        if is_text and (root / path).is_file() and not path.startswith('tests/checks/examples/'):
            sources.append(Source(root, path))
    return sources


def main():
    """Runs the rules."""
    parser = argparse.ArgumentParser()
    parser.add_argument('--root', type=pathlib.Path,
                        default=pathlib.Path(__file__).resolve().parent.parent)
    parser.add_argument('--list-translatable', action='store_true',
                        help='print the files that po/POTFILES.in must list, and nothing else')
    parser.add_argument('rules', nargs='*', choices=[[], *map(rule_name, RULES)], metavar='RULE')
    arguments = parser.parse_args()

    layout.root = links.root = arguments.root
    sources = read_sources(arguments.root)
    if arguments.list_translatable:
        print('\n'.join(source.path for source in sources if has_words(source)))
        return 0

    chosen = [rule for rule in RULES if not arguments.rules or rule_name(rule) in arguments.rules]
    broken = 0
    print(f'1..{len(chosen)}')
    for number, rule in enumerate(chosen, 1):
        name = f'/source/{rule_name(rule)}'
        if rule is layout and UNCRUSTIFY not in uncrustify_version():
            print(f'ok {number} {name} # SKIP layout is decided by {UNCRUSTIFY}')
            continue
        findings = list(rule(sources))
        print(f"{'not ok' if findings else 'ok'} {number} {name}")
        if findings:
            broken += 1
            print(f'# {rule.__doc__}:')
        for finding in findings:
            print(f'# {finding.path}:{finding.line}: {finding.words}')
    return 1 if broken else 0


if __name__ == '__main__':
    sys.exit(main())
