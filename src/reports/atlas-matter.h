/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasMatterLine:
 * @key: of a field, or the id of an offer
 * @label: what it is, translated
 * @base: (nullable): before both changes, for people
 * @current: (nullable): as it stands, for people
 * @proposed: (nullable): the other version, for people
 * @proposed_value: (nullable): the same as JSON
 * @has_place: of one who was given a place, whether there was one when the server counted it
 *
 * One value of which there are two versions; or, where a place was given twice, one of those who
 * were given it (@current says how it stands); or one part of a change that was not accepted.
 */
typedef struct {
  char    *key;
  char    *label;
  char    *base;
  char    *current;
  char    *proposed;
  json_t  *proposed_value;
  gboolean has_place;
} AtlasMatterLine;

/**
 * AtlasMatter:
 * @type: `conflict`, `parked` or `question`
 * @id: its id
 * @kind: its kind or reason
 * @title: what it is about: "Two versions to check: K7-204"
 * @intro: what happened, what is safe and what to do
 * @by: (nullable): who made the other version
 * @made_at: (nullable): when, RFC 3339
 * @route: (nullable): the page of what it is about
 * @is_open: whether nobody has settled it
 * @lines: (element-type AtlasMatterLine): its parts
 *
 * Something that only people can settle, as a page shows it.
 */
typedef struct {
  char      *type;
  char      *id;
  char      *kind;
  char      *title;
  char      *intro;
  char      *by;
  char      *made_at;
  char      *route;
  gboolean   is_open;
  GPtrArray *lines;
} AtlasMatter;

AtlasMatter *atlas_matter_new  (AtlasStore  *store,
                                const char  *type,
                                const char  *id,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void         atlas_matter_free (AtlasMatter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasMatter, atlas_matter_free)

G_END_DECLS
