/*
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * records/ says what a record is: one description per type, code sets, validation, the JSON and
 * CSV forms, change sets, and the merge of a change set into a record.
 * It may touch base/ only and does no I/O but reading its code sets from the program itself.
 * Data come in as JSON or CSV text and go out as immutable AtlasRecords, or the other way.
 * Descriptions may be read on any thread; a record belongs to one thread at a time.
 * Rules: protocol, sections 1, 2, 3 and 5.
 */
#pragma once

#include <glib-object.h>

#include "base/atlas-json.h"

G_BEGIN_DECLS

/**
 * AtlasKind:
 *
 * What a field holds. The C member, the column, the JSON and the CSV form follow from it.
 *
 * | kind | C member | JSON |
 * | --- | --- | --- |
 * | TEXT | `char *` | text |
 * | DATE | `AtlasDate` | `"2026-11-22"` |
 * | TIME | `char *` | RFC 3339 UTC with milliseconds |
 * | INTEGER | `gint64` | integer |
 * | DECIMAL | `char *` | decimal as text |
 * | BOOLEAN | `gboolean` | boolean |
 * | CODE | `char *` | the code's text |
 * | REF | `char *` | id |
 * | SET | `GStrv`, sorted | sorted array of text |
 * | RANGE | `AtlasDateRange` | `{"from","to"}` |
 * | SUBJECT | `AtlasSubject` | `[type, id]` |
 * | JSON | `json_t *` | as is |
 * | BLOB | `json_t *` | `{"blob","size","media","name"}` of a file |
 */
typedef enum {
  ATLAS_KIND_TEXT,
  ATLAS_KIND_DATE,
  ATLAS_KIND_TIME,
  ATLAS_KIND_INTEGER,
  ATLAS_KIND_DECIMAL,
  ATLAS_KIND_BOOLEAN,
  ATLAS_KIND_CODE,
  ATLAS_KIND_REF,
  ATLAS_KIND_SET,
  ATLAS_KIND_RANGE,
  ATLAS_KIND_SUBJECT,
  ATLAS_KIND_JSON,
  ATLAS_KIND_BLOB,
} AtlasKind;

/**
 * AtlasMerge:
 * @ATLAS_MERGE_SCALAR: three-way merge of one value
 * @ATLAS_MERGE_SET: elements are added and removed
 * @ATLAS_MERGE_GUARDED: as scalar, and the step from one code to the next is checked
 * @ATLAS_MERGE_COMPUTED: only the server writes it
 *
 * How two changes of one field come together. Source: protocol, section 2.
 */
typedef enum {
  ATLAS_MERGE_SCALAR,
  ATLAS_MERGE_SET,
  ATLAS_MERGE_GUARDED,
  ATLAS_MERGE_COMPUTED,
} AtlasMerge;

/**
 * AtlasField:
 * @name: the field's name on the wire, in SQL, in CSV and in C
 * @label: what people call it; to be translated by the program that shows it
 * @kind: what it holds
 * @merge: how changes come together
 * @since: the first schema that has it
 * @offset: of the C member in the record's struct
 * @ref: (nullable): the record type that a REF names
 * @codes: (nullable): the code set of a CODE, or of a SET's elements
 * @group: (nullable): fields of one group are taken or left together
 * @min: smallest INTEGER
 * @max: largest INTEGER; 0 with @min 0 means no limits. A DECIMAL of more is unusual, and stays
 *   what it is. Of a SET, how many elements a form takes
 * @required: whether a create must give it
 * @scope: whether the record is seen by whoever sees the record that this REF names
 * @shows: whether the record that this REF names is seen by whoever sees this record
 * @search: whether its words are in the search index
 * @indexed: whether records are looked up by its value
 * @mask: whether roles that see the record masked do not get it
 * @past: whether a form refuses a DATE that lies ahead
 * @event: whether a DATE, or both ends of a RANGE, is something that happened to the child
 * @paragraph: whether a TEXT is some sentences
 * @pupil_number: whether a TEXT is a unique pupil number, whose first letter goes with its digits
 * @after: (nullable): name of the DATE that this DATE may be the same as, but not come before
 * @differs: (nullable): name of the REF that this REF may not be the same as
 * @open_on: (nullable): name of the DATE on which the record that this REF names has to be valid
 * @section: (nullable): heading under which a form shows this field and those that follow
 *
 * One field of a record type.
 */
typedef struct {
  const char *name;
  const char *label;
  AtlasKind   kind;
  AtlasMerge  merge;
  int         since;
  gsize       offset;
  const char *ref;
  const char *codes;
  const char *group;
  gint64      min;
  gint64      max;
  gboolean    required;
  gboolean    scope;
  gboolean    shows;
  gboolean    search;
  gboolean    indexed;
  gboolean    mask;
  gboolean    past;
  gboolean    event;
  gboolean    paragraph;
  gboolean    pupil_number;
  const char *after;
  const char *differs;
  const char *open_on;
  const char *section;
} AtlasField;

/**
 * AtlasType:
 * @name: on the wire, in SQL and in CSV
 * @label: what people call one, @label_many several
 * @key: (nullable): name of the field that routes use
 * @title: (nullable): name of the field that a list shows first
 * @open: reference data, in every grant
 * @append_only: created, never changed
 * @server_made: only the server creates them
 * @personal: about a child
 * @claims: takes a place, so that the place's claims are computed anew when one changes
 * @scope_root: its key is a scope of its own, as `area/dspl2`
 * @follow_subject: seen by whoever sees its `subject`
 * @fields: (array length=n_fields): its fields, in the order of their description
 *
 * A record type. A field's place in @fields is its bit in a record's presence bits.
 */
typedef struct {
  const char       *name;
  const char       *label;
  const char       *label_many;
  const char       *key;
  const char       *title;
  gboolean          open;
  gboolean          append_only;
  gboolean          server_made;
  gboolean          personal;
  gboolean          claims;
  gboolean          scope_root;
  gboolean          follow_subject;
  const AtlasField *fields;
  guint             n_fields;
  GType           (*get_type) (void);
} AtlasType;

/* The schema that this program writes and the oldest that it can be sent changes from. */
#define ATLAS_SCHEMA_CURRENT 1
#define ATLAS_SCHEMA_OLDEST  1

const AtlasType *const *atlas_types      (guint            *n_types);
const AtlasType        *atlas_type_find  (const char       *name);
const AtlasField       *atlas_type_field (const AtlasType  *type,
                                          const char       *name);
const char             *atlas_kind_name  (AtlasKind         kind);
const char             *atlas_merge_name (const AtlasField *field);
json_t                 *atlas_schema_to_json (int           schema) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
