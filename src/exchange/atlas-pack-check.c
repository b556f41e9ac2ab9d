/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody who makes a county pack should look at before it is given to anybody. */
#include "config.h"

#include "exchange/atlas-pack-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "exchange/atlas-pack-check-private.h"
#include "exchange/atlas-pack-files.h"

static void
finding_free (gpointer data)
{
  AtlasPackFinding *finding = data;

  g_free (finding->file);
  g_free (finding->key);
  g_free (finding->text);
  g_free (finding);
}

static AtlasPackFinding *
add_finding (AtlasPackCheck *self,
             const char     *check,
             const char     *file,
             const char     *format,
             va_list         args)
{
  AtlasPackFinding *finding = g_new0 (AtlasPackFinding, 1);

  finding->check = check;
  finding->file = g_strdup (file);
  finding->text = g_strdup_vprintf (format, args);
  g_ptr_array_add (self->findings, finding);

  return finding;
}

/* About a file. */
void
atlas_pack_check_say (AtlasPackCheck *self,
                      const char     *check,
                      const char     *file,
                      const char     *format,
                      ...)
{
  va_list args;

  va_start (args, format);
  add_finding (self, check, file, format, args);
  va_end (args);
}

/* About a row, by its place in the rows. */
void
atlas_pack_check_say_row (AtlasPackCheck *self,
                          const char     *check,
                          guint           row,
                          const char     *format,
                          ...)
{
  const AtlasImportRow *about = g_ptr_array_index (self->rows, row);
  AtlasPackFinding *finding;
  va_list args;

  va_start (args, format);
  finding = add_finding (self, check, about->file, format, args);
  va_end (args);
  finding->line = about->line;
  finding->key = g_strdup (about->key);
}

/* Worth knowing, and nothing to mend. */
void
atlas_pack_check_note (AtlasPackCheck *self,
                       const char     *check,
                       const char     *file,
                       const char     *format,
                       ...)
{
  va_list args;

  va_start (args, format);
  add_finding (self, check, file, format, args)->is_note = TRUE;
  va_end (args);
}

/* The first file of a type, or the manifest when there is none. */
const char *
atlas_pack_check_file_of (AtlasPackCheck *self,
                          const char     *type)
{
  json_t *files = json_object_get (atlas_pack_get_manifest (self->pack), "files");

  for (gsize i = 0; i < json_array_size (files); i++)
    if (g_strcmp0 (atlas_json_string (json_array_get (files, i), "type"), type) == 0)
      return atlas_json_string (json_array_get (files, i), "file");

  return ATLAS_PACK_MANIFEST;
}

AtlasRecord *
atlas_pack_check_find_key (AtlasPackCheck *self,
                           const char     *type,
                           const char     *key)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const AtlasImportRow *row = g_ptr_array_index (self->rows, i);

      if (strcmp (row->type->name, type) == 0 && g_strcmp0 (row->key, key) == 0)
        return g_ptr_array_index (self->records, i);
    }

  return NULL;
}

static void
check_refused (AtlasPackCheck *self,
               AtlasImport    *import)
{
  for (guint i = 0; i < atlas_import_n_rows (import); i++)
    {
      const AtlasImportRow *row = atlas_import_get_row (import, i);
      AtlasPackFinding *finding;

      if (row->state != ATLAS_ROW_REFUSED)
        continue;
      atlas_pack_check_say (self, "refused", row->file, "%s", row->reason);
      finding = g_ptr_array_index (self->findings, self->findings->len - 1);
      finding->line = row->line;
      finding->key = g_strdup (row->key);
    }
}

static void
check_members_of (AtlasPackCheck     *self,
                  json_t             *object,
                  const char * const *known)
{
  const char *name;
  json_t *value;

  json_object_foreach (object, name, value)
  {
    g_autofree char *shown = g_utf8_make_valid (name, -1);

    if (!g_strv_contains (known, name))
      /* Translators: the name of a member in a JSON file. */
      atlas_pack_check_say (self, "manifest-member", ATLAS_PACK_MANIFEST,
                            _("“%s” is not known and is passed over."), shown);
  }
}

static void
check_members (AtlasPackCheck *self)
{
  static const char * const known[] = {
    "name", "title", "county", "version", "schema", "published", "licence", "attribution",
    "editions", "files", "shapes", NULL,
  };
  static const char * const of_edition[] = {
    "name", "title", "published", "published_text", "begins", NULL,
  };
  static const char * const of_file[] = { "type", "file", NULL };
  static const char * const shapes[] = { "outline", "areas", "partnerships", NULL };
  json_t *manifest = atlas_pack_get_manifest (self->pack);
  json_t *editions = json_object_get (manifest, "editions");
  json_t *files = json_object_get (manifest, "files");

  check_members_of (self, manifest, known);
  check_members_of (self, json_object_get (manifest, "shapes"), shapes);
  for (gsize i = 0; i < json_array_size (editions); i++)
    check_members_of (self, json_array_get (editions, i), of_edition);
  for (gsize i = 0; i < json_array_size (files); i++)
    check_members_of (self, json_array_get (files, i), of_file);
}

static gboolean
is_blank (const char *text)
{
  return text == NULL || text[strspn (text, " \t\n")] == '\0';
}

static void
check_licence (AtlasPackCheck *self)
{
  AtlasRecord *county = atlas_pack_check_find_key (self, "county",
                                                   atlas_pack_get_county (self->pack));

  if (is_blank (atlas_pack_get_licence (self->pack)))
    atlas_pack_check_say (self, "licence", ATLAS_PACK_MANIFEST,
                          _("It does not say under which licence the data are."));
  if (is_blank (atlas_pack_get_attribution (self->pack)))
    atlas_pack_check_say (self, "licence", ATLAS_PACK_MANIFEST,
                          _("It has no attribution to print beside borders and positions."));
  if (county == NULL)
    /* Translators: the key of a county. */
    atlas_pack_check_say (self, "county", atlas_pack_check_file_of (self, "county"),
                          _("There is no row “%s”, which the manifest names as the county."),
                          atlas_pack_get_county (self->pack));
  else if (is_blank (((AtlasCounty *) county)->attribution))
    atlas_pack_check_say (self, "licence", atlas_pack_check_file_of (self, "county"),
                          _("The county has no attribution, which exports print."));
}

static gboolean
is_named (AtlasPackCheck *self,
          const char     *file)
{
  json_t *manifest = atlas_pack_get_manifest (self->pack);
  json_t *files = json_object_get (manifest, "files");
  const char *name;
  json_t *value;

  if (strcmp (file, ATLAS_PACK_MANIFEST) == 0)
    return TRUE;
  for (gsize i = 0; i < json_array_size (files); i++)
    if (g_strcmp0 (atlas_json_string (json_array_get (files, i), "file"), file) == 0)
      return TRUE;
  json_object_foreach (json_object_get (manifest, "shapes"), name, value)
  {
    if (g_strcmp0 (json_string_value (value), file) == 0)
      return TRUE;
  }

  return FALSE;
}

static void
check_files (AtlasPackCheck *self)
{
  g_auto(GStrv) files = atlas_pack_list_files (self->pack);

  for (guint i = 0; files[i] != NULL; i++)
    if (!is_named (self, files[i]))
      atlas_pack_check_say (self, "file", files[i],
                            _("The manifest does not name this file, so it is not read."));
}

static gboolean
has_row_of (AtlasPackCheck *self,
            AtlasDate       published)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const AtlasImportRow *row = g_ptr_array_index (self->rows, i);

      if (atlas_date_parse (atlas_json_string (row->fields, "published")) == published)
        return TRUE;
    }

  return FALSE;
}

static void
check_editions (AtlasPackCheck *self)
{
  GPtrArray *editions = atlas_pack_get_editions (self->pack);
  AtlasDate before = ATLAS_DATE_NONE;

  if (editions->len == 0)
    atlas_pack_check_note (self, "edition", ATLAS_PACK_MANIFEST,
                           _("It has no editions: pages cannot say which document they follow."));
  for (guint i = 0; i < editions->len; i++)
    {
      const AtlasPackEdition *edition = g_ptr_array_index (editions, i);

      if (!has_row_of (self, edition->published))
        /* Translators: the name of an edition of a directory. */
        atlas_pack_check_say (self, "edition", ATLAS_PACK_MANIFEST,
                              _("Edition “%s” has no rows: none was published on its day."),
                              edition->name);
      if (before != ATLAS_DATE_NONE && edition->begins <= before)
        /* Translators: the name of an edition of a directory. */
        atlas_pack_check_say (self, "edition", ATLAS_PACK_MANIFEST,
                              _("Edition “%s” does not begin after the one before it."),
                              edition->name);
      before = edition->begins;
    }
}

/* The rows that make records, each beside its record. */
static void
gather (AtlasPackCheck *self,
        AtlasImport    *import)
{
  self->records = atlas_import_make_records (import, NULL, NULL);
  if (self->records == NULL)
    self->records = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < atlas_import_n_rows (import); i++)
    {
      const AtlasImportRow *row = atlas_import_get_row (import, i);

      if (row->state == ATLAS_ROW_REFUSED || self->rows->len == self->records->len)
        continue;
      g_ptr_array_add (self->rows, (gpointer) row);
      g_hash_table_insert (self->by_id, g_strconcat (row->type->name, "/", row->id, NULL),
                           GUINT_TO_POINTER (self->rows->len));
    }
}

static int
compare_findings (gconstpointer a,
                  gconstpointer b)
{
  const AtlasPackFinding *one = *(AtlasPackFinding **) a;
  const AtlasPackFinding *two = *(AtlasPackFinding **) b;
  int order = (int) one->is_note - (int) two->is_note;

  if (order == 0)
    order = strcmp (one->file, two->file);
  if (order == 0)
    order = (one->line > two->line) - (one->line < two->line);
  if (order == 0)
    order = strcmp (one->check, two->check);

  return order != 0 ? order : strcmp (one->text, two->text);
}

/**
 * atlas_pack_check:
 * @pack: a pack
 *
 * Reads a pack as a county would be made from it, and looks at what no reader refuses: shapes that
 * do not fit, dates that run over each other, rows without a source, figures that do not add up,
 * what could name a person. Nothing is written anywhere.
 *
 * Returns: (transfer full) (element-type AtlasPackFinding): what was found, by file and line; what
 *   is only worth knowing comes last
 */
GPtrArray *
atlas_pack_check (AtlasPack *pack)
{
  g_autoptr(AtlasImport) import = atlas_pack_read (pack, NULL);
  AtlasPackCheck self = { .pack = pack };

  self.findings = g_ptr_array_new_with_free_func (finding_free);
  self.rows = g_ptr_array_new ();
  self.by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gather (&self, import);

  check_refused (&self, import);
  check_members (&self);
  check_licence (&self);
  check_files (&self);
  check_editions (&self);
  atlas_pack_check_rows (&self);
  atlas_pack_check_dates (&self);
  atlas_pack_check_shapes (&self);
  g_ptr_array_sort (self.findings, compare_findings);

  g_ptr_array_unref (self.records);
  g_ptr_array_unref (self.rows);
  g_hash_table_unref (self.by_id);

  return self.findings;
}
