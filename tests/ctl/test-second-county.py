#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bath and North East Somerset, from its pack alone: its source's tables, bodies and actions.

Asks atlasctl as a person would, so that the county has no word in the program or in the C of its
tests. Speaks TAP.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

PACK = 'bath-and-north-east-somerset'
ATLASCTL = os.environ['ATLASCTL']
SOURCE = pathlib.Path(os.environ['ATLAS_SOURCE_DIR'])
DONE, FAILURE = 0, 3
THEN = '2016-05-01'
NOW = '2026-11-20'


class County:
    """A store made from the pack."""

    def __init__(self, folder, *options):
        self.folder = folder
        run('init', '--pack', PACK, '--data', folder, *options)

    def ask(self, *words):
        """What a command answers, as JSON."""
        return json.loads(run(*words, '--data', self.folder, '--format', 'json').stdout)

    def list(self, kind, day=NOW):
        """The records of a type on a day, by key."""
        return {row['key']: row for row in self.ask('list', kind, '--as-of', day)['records']}

    def table(self, series):
        """Values of a series by period, whom and item; those that are not said are left out."""
        return {tuple(row[part] for part in ('period', 'whom', 'item') if row.get(part)): row
                for row in self.list('figure').values() if row['series'] == series}

    def values(self, series):
        """The same, the bare numbers."""
        return {cell: row['value'] for cell, row in self.table(series).items()}


def run(*words, code=DONE):
    """Runs atlasctl."""
    done = subprocess.run([ATLASCTL, *words], capture_output=True, text=True, check=False)
    assert done.returncode == code, f'{words}: {done.returncode}, {done.stderr}'
    return done


# T025: 78 schools are 62, 13 and 3; sixty and two of the primary ones; no pupil referral unit
def test_seventy_eight_schools(county):
    schools = county.values('schools')
    of_phase = [schools['2015', phase, 'total'] for phase in ('primary', 'secondary', 'special')]
    assert of_phase == [62, 13, 3] and sum(of_phase) == schools['2015', 'total', 'total'] == 78
    assert schools['2015', 'primary', 'maintained'] == 60
    assert [schools['2015', phase, 'academies']
            for phase in ('primary', 'secondary', 'special')] == [2, 10, 2]
    assert schools['2015', 'pupil-referral-unit', 'total'] == 0
    assert {row['kind'] for row in county.list('provision').values()} == {
        'ap-academy', 'ap-provider'}
    early = county.table('early-years')
    assert early['2015', 'settings']['value'] == 93
    assert early['2015', 'settings']['bound'] == 'over'
    assert county.values('early-years')['2015', 'childrens-centres'] == 11
    assert county.values('early-years')['2015', 'nurseries'] == 8
    facts = county.ask('show', 'county')['facts']
    assert any('78 schools' in fact for fact in facts['fact'])
    assert 'partnership' not in facts


# T026: three panel areas, with their towns, their panels and their borders
def test_three_panel_areas(county):
    areas = county.list('area')
    assert {row['name'] for row in areas.values()} == {
        'Bath', 'Keynsham and Chew Valley', 'Norton Radstock'}
    assert {row['kind'] for row in areas.values()} == {'panel-area'}
    assert not county.list('partnership') and not county.list('lead')
    radstock = county.ask('show', 'area/banes-nr')['facts']
    assert radstock['town'] == ['Midsomer Norton', 'Radstock']
    assert radstock['panel'] == 'Norton Radstock Behaviour and Attendance Panel'
    shapes = json.loads(run('export', 'geojson', '--data', county.folder).stdout)
    drawn = [feature for feature in shapes['features']
             if (feature['geometry'] or {}).get('type') == 'Polygon']
    assert len(drawn) == 3 and all(len(shape['geometry']['coordinates'][0]) > 50
                                   for shape in drawn)
    assert 'GeoNames' in shapes['attribution']


# T027: the academy, what it took the place of, its 23 places and the end of its contract
def test_the_academy_and_its_contract(county):
    assert set(county.list('provision', '2014-03-31')) == {'link-school', 'kids-company'}
    academy = county.ask('show', 'provision/aspire-academy', '--as-of', THEN)['facts']
    assert academy['host'] == 'Wellsway Multi-Academy Trust'
    assert 'aspire-academy' in county.list('provision', '2014-04-01')
    link = county.ask('show', 'provision/link-school', '--as-of', '2014-03-31')['facts']
    assert link['successor'] == 'The Aspire Academy'
    line = county.ask('capacity', '--as-of', THEN)['lines'][0]
    assert (line['provision'], line['commissioned'], line['free']) == ('aspire-academy', 23, None)
    place = county.list('place', THEN)['aspire-2017']
    assert place['key_stages'] == ['KS1', 'KS2', 'KS3', 'KS4']
    assert not county.ask('capacity', '--as-of', '2017-04-01')['lines']

    def clocks(day):
        return [(clock['clock'], clock['due'], clock['state'])
                for clock in county.ask('clocks', '--as-of', day)['clocks']]

    assert not clocks('2016-03-30')
    assert clocks('2016-03-31') == [('contract-end', '2017-03-31', 'running')]
    assert clocks('2017-03-31') == [('contract-end', '2017-03-31', 'due')]
    assert not clocks(NOW)


# T096: permanent exclusions of six years; every total is primary and secondary
def test_permanent_exclusions(county):
    told = {'2009/10': (1, 4, 5), '2010/11': (0, 13, 13), '2011/12': (0, 16, 16),
            '2012/13': (2, 19, 21), '2013/14': (3, 12, 15), '2014/15': (6, 18, 24)}
    values = county.values('permanent-exclusions')
    assert len(values) == 18
    for year, (primary, secondary, total) in told.items():
        assert (values[year, 'primary'], values[year, 'secondary'], values[year, 'total']) == (
            primary, secondary, total)
        assert primary + secondary == total


# T097: fixed-period exclusions of 2013/14
def test_fixed_period_exclusions(county):
    assert county.values('fixed-period-exclusions') == {
        ('2013/14', 'primary', 'pupils'): 89, ('2013/14', 'primary', 'days'): 159,
        ('2013/14', 'secondary', 'pupils'): 694, ('2013/14', 'secondary', 'days'): 1248}


# T098: children referred to the panels
def test_children_referred_to_panels(county):
    assert county.values('panel-referrals') == {
        ('2012/13', 'children'): 348, ('2013/14', 'children'): 289, ('2014/15', 'children'): 487}


# T099: fair access; bands count on, and panels make the total
def test_fair_access_bands(county):
    items = ('cases', 'days-38', 'days-69', 'days-100')
    told = {'bath-panel': (31, 16, 9, 6), 'kcv-panel': (8, 7, 1, 0), 'nr-panel': (12, 6, 1, 1),
            'total': (51, 29, 11, 7)}
    table = county.table('fair-access')
    assert len(table) == 16
    for whom, numbers in told.items():
        assert tuple(table['2011/12', whom, item]['value'] for item in items) == numbers
        assert tuple(table['2011/12', whom, item]['at_least'] for item in items) == (0, 38, 69, 100)
        assert list(numbers) == sorted(numbers, reverse=True)
    for column in range(4):
        assert sum(told[panel][column] for panel in told if panel != 'total') == (
            told['total'][column])


# T100: from 23 places to 50: 20 primary and 30 secondary
def test_planned_places(county):
    values = county.values('planned-places')
    assert values['2015', 'total'] == 23
    assert [values['2016/17 (proposed)', item]
            for item in ('primary', 'secondary', 'total')] == [20, 30, 50]


# T101: the county's context, exact as the source writes it
def test_context(county):
    told = {
        ('2015', 'under-19', 'county'): {'value': 36575, 'bound': 'about'},
        ('2015', 'under-19-share', 'county'): {'value': 208, 'decimals': 1, 'unit': 'per-cent'},
        ('2015', 'minority-ethnic', 'county'): {'value': 91, 'decimals': 1, 'unit': 'per-cent'},
        ('2015', 'minority-ethnic', 'england'): {'value': 225, 'decimals': 1, 'unit': 'per-cent'},
        ('2012', 'in-poverty', 'county'): {'value': 4056},
        ('2012', 'in-poverty-share', 'county'): {'value': 12, 'unit': 'per-cent'},
        ('2012', 'in-poverty-share', 'england'): {'value': 30, 'unit': 'per-cent'},
        ('2015', 'deprivation-rank', 'county'): {'value': 247, 'out_of': 326},
        ('2015', 'deprived-small-areas', 'county'): {'value': 32, 'out_of': 115},
    }
    table = county.table('context')
    assert set(table) == set(told)
    for cell, fields in told.items():
        for field in ('value', 'decimals', 'unit', 'bound', 'out_of'):
            assert table[cell].get(field) == fields.get(field), (cell, field)
    note = table['2012', 'in-poverty', 'county']['note']
    assert 'Computed' in note and f'{4056 / 36575:.1%}' in note


# T102: behaviour as Ofsted judges it, the survey, and the CAFs
def test_survey_and_judgements(county):
    judged = county.values('ofsted-behaviour')
    parts = [judged['2015', 'secondary', item]
             for item in ('outstanding', 'good', 'requires-improvement')]
    assert parts == [4, 7, 2] and sum(parts) == judged['2015', 'secondary', 'total'] == 13
    assert list(county.values('ofsted-behaviour-primary').values()) == [87]
    survey = county.table('behaviour-survey')
    assert survey['2015', 'response']['value'] == 43
    assert [(survey['2015', item]['value'], survey['2015', item].get('out_of'))
            for item in ('attachment', 'seal', 'theraplay', 'place-2-be')] == [
                (17, 24), (2, 24), (6, 24), (6, None)]
    assert county.values('caf') == {('2014/15', 'primary'): 25, ('2014/15', 'secondary'): 11}


# T103: what is known of children with a social worker in England
def test_children_with_a_social_worker(county):
    known = county.table('social-worker')
    number = known['2012/13 to 2017/18', 'number']
    assert (number['value'], number['decimals'], number['unit'], number['bound']) == (
        16, 1, 'million', 'at-least')
    assert known['2012/13 to 2017/18', 'share']['out_of'] == 10
    assert county.values('reading-lost') == {
        ('2020/21', 'children-in-need'): 41, ('2020/21', 'all-children'): 24}
    assert county.values('persistent-absence') == {
        ('2020/21', 'children-in-need'): 412, ('2020/21', 'all-children'): 123}
    compared = county.table('social-worker-compared')
    assert compared['2022', 'persistently-absent']['bound'] == 'about'
    excluded = compared['2022', 'permanently-excluded']
    assert (excluded['value'], excluded['up_to']) == (2, 4)


# T112: the panels and groups that the source names; one meets every fortnight
def test_panels(county):
    panels = county.list('panel')
    assert {row['kind'] for row in panels.values()} == {
        'behaviour-attendance', 'out-of-school', 'missing-education', 'board'}
    of_areas = [row for row in panels.values() if row['kind'] == 'behaviour-attendance']
    assert sorted(area for row in of_areas for area in row['areas']) == [
        'banes-bath', 'banes-kcv', 'banes-nr']
    assert panels['out-of-school-panel']['every_weeks'] == 2
    assert {'cme-panel', 'joint-chairs', 'besd-strategy-group', 'schools-forum'} < set(panels)


def letters(county, number):
    """The letters of a recommendation's actions, in their order."""
    rows = sorted(county.list('action').items())
    return [row.get('letter') for _key, row in rows if row.get('number') == number]


# T126, T127, T128, T129, T130, T131: the actions of six recommendations, by their letters
def test_lettered_actions(county):
    assert letters(county, 1) == [f'1{letter}' for letter in 'abcdefghij']
    assert letters(county, 2) == [f'2{letter}' for letter in 'abcde']
    assert letters(county, 3) == [f'3{letter}' for letter in 'abcdefg']
    assert letters(county, 4) == [f'4{letter}' for letter in 'abc']
    assert letters(county, 5) == [f'5{letter}' for letter in 'abcd']
    assert letters(county, 6) == [f'6{letter}' for letter in 'ab']


# T132, T133: Seven has no letter; those of Eight are lettered 7, as in the source
def test_recommendations_seven_and_eight(county):
    assert letters(county, 7) == [None]
    assert letters(county, 8) == ['7a', '7b', '7c']
    for row in county.list('action').values():
        assert row.get('owner') is None and row.get('due') is None and row.get('status') is None
        assert 'our words' in row['confidence']


# T124, T125: fourteen points of delivery, and a strategy that is looked at every three years
def test_delivery_and_monitoring(county):
    themes = [row['theme'] for row in county.list('action').values() if not row.get('number')]
    assert themes.count('How the strategy is delivered') == 14
    assert themes.count('Monitoring and evaluation') == 2
    assert any('every three years' in row['name'] for row in county.list('action').values())


def test_school_days_wait_for_terms(county):
    answer = county.ask('day6', '2026-11-23', '--session', 'am')
    assert answer['due'] is None and answer['provisional'] is True and answer['days'] == []
    holidays = county.list('calendar_range')
    assert {row['kind'] for row in holidays.values()} == {'bank-holiday'}


def test_a_demonstration_can_be_made(_county):
    with tempfile.TemporaryDirectory(prefix='atlas-county-') as folder:
        made = County(folder, '--demo', '--children', '40', '--as-of', NOW)
        schools = made.list('establishment')
        assert len(schools) == 78 and all(row['invented'] for row in schools.values())
        assert len(made.list('referral')) == 40
        for clock in made.ask('clocks', '--as-of', NOW)['clocks']:
            assert 'aspire' not in clock['route'], clock


def test_no_indicators_are_said_to_be_none(_county):
    with tempfile.TemporaryDirectory(prefix='atlas-county-') as folder:
        made = County(f'{folder}/demonstration', '--demo', '--children', '20')
        said = run('indicators', '--data', made.folder).stdout
        assert 'names no indicators' in said, said


def test_the_pack_has_nothing_to_mend(_county):
    run('pack', 'check', PACK)
    run('pack', 'check', str(SOURCE / 'data' / 'packs' / PACK))


TESTS = [(function, f"/county/{name.removeprefix('test_').replace('_', '-')}")
         for name, function in list(globals().items()) if name.startswith('test_')]


def main():
    """Runs every test on one store."""
    failed = 0
    print(f'1..{len(TESTS)}', flush=True)
    with tempfile.TemporaryDirectory(prefix='atlas-county-') as folder:
        county = County(folder)
        for number, (function, name) in enumerate(TESTS, 1):
            try:
                function(county)
                print(f'ok {number} {name}', flush=True)
            except (AssertionError, LookupError, ValueError, TypeError) as error:
                failed += 1
                print(f'not ok {number} {name}')
                print('\n'.join(f'# {line}' for line in repr(error).splitlines()), flush=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
