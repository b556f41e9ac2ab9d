/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page of the Map view as it is printed and saved. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-map-document.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/atlas-paper.h"

static char *
word_title (const AtlasMapFile *file,
            AtlasMeasureKind    kind)
{
  const char *name = file->title != NULL ? file->title : file->measures->whole->name;
  const char *heading = _(atlas_measure_get_scale (kind)->heading);

  if (name == NULL)
    return g_strdup (heading);

  /* Translators: a county or an area, and a measure: "Hertfordshire: Places filled". */
  return g_strdup_printf (_("%1$s: %2$s"), name, heading);
}

static void
add_part (AtlasDocument       *document,
          const AtlasMeasured *part,
          AtlasMeasureKind     first,
          AtlasDate            on)
{
  g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (cells, atlas_measured_word_title (part));
  for (int kind = (int) first; kind < ATLAS_N_MEASURES; kind++)
    {
      g_auto(AtlasReading) reading = { 0 };

      atlas_measured_read (part, (AtlasMeasureKind) kind, on, &reading);
      g_ptr_array_add (cells, g_strdup (reading.text));
    }
  atlas_document_add_row (document, (const char * const *) cells->pdata);
}

/* Places are counted by area, so partnerships have no columns for them. */
static void
add_measures (AtlasDocument      *document,
              const AtlasMapFile *file,
              AtlasMeasureKind    kind)
{
  const AtlasMeasures *measures = file->measures;
  gboolean is_area = strcmp (measures->whole->type, "area") == 0;
  AtlasMeasureKind first = is_area ? ATLAS_MEASURE_WAITING : ATLAS_MEASURE_FILLED;
  g_autoptr(GArray)    columns = g_array_new (FALSE, FALSE, sizeof (AtlasColumn));
  g_autoptr(GPtrArray) ranked = atlas_measures_rank (measures, kind);
  g_autofree char *caption = atlas_measures_word_caption (measures, kind);
  AtlasColumn column = { is_area ? _("Partnership") : _("Area"), FALSE };

  g_array_append_val (columns, column);
  for (int i = (int) first; i < ATLAS_N_MEASURES; i++)
    {
      column.title = _(atlas_measure_get_scale ((AtlasMeasureKind) i)->heading);
      column.is_number = TRUE;
      g_array_append_val (columns, column);
    }

  atlas_document_add_table (document, _("Every measure"),
                            (const AtlasColumn *) (gpointer) columns->data, columns->len);
  for (guint i = 0; i < ranked->len; i++)
    add_part (document, g_ptr_array_index (ranked, i), first, measures->on);
  atlas_document_add_paragraph (document, caption);
}

static void
add_section (AtlasDocument          *document,
             const AtlasFactSection *section)
{
  const AtlasColumn columns[] = {
    { _("What"), FALSE }, { _("Value"), FALSE }, { _("Source and age"), FALSE },
  };

  atlas_document_add_table (document, section->title, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < section->facts->len; i++)
    {
      const AtlasFact *fact = g_ptr_array_index (section->facts, i);
      g_autofree char *value = fact->mark != NULL
                               ? g_strdup_printf ("%s (%s)", fact->value, fact->mark)
                               : g_strdup (fact->value);
      const char *cells[] = { fact->label, value, fact->source };

      atlas_document_add_row (document, cells);
    }
}

/**
 * atlas_map_to_document:
 * @file: what the page shows
 * @map: (nullable): its map, with the texts, values and pins that are shown
 * @kind: the measure that is looked at
 * @is_demonstration: whether the store is the demonstration
 *
 * Writes a page of the Map view for paper that lies on its side: the map, every measure as a
 * table, and what the directory says of an area or partnership.
 *
 * Returns: (transfer full): the document
 */
AtlasDocument *
atlas_map_to_document (const AtlasMapFile *file,
                       AtlasChoropleth    *map,
                       AtlasMeasureKind    kind,
                       gboolean            is_demonstration)
{
  g_autofree char *title = word_title (file, kind);
  AtlasDocument *document = atlas_paper_new (title, file->measures->on, is_demonstration);

  atlas_document_set_landscape (document, TRUE);
  atlas_document_set_footer (document, _("Provision Atlas"));
  if (map != NULL)
    atlas_document_add_map (document, map);
  if (file->finding != NULL)
    atlas_document_add_heading (document, file->finding);
  add_measures (document, file, kind);
  for (guint i = 0; file->facts != NULL && i < file->facts->sections->len; i++)
    add_section (document, g_ptr_array_index (file->facts->sections, i));

  return document;
}
