/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What schools and families sent with a referral. Nobody wrote any of it about anybody. */
#include "config.h"

#include "demo/atlas-demo-child.h"

#include <string.h>

#include "records/atlas-blob.h"

#define SENT_PERCENT   35       /* referrals under way with which something was sent */
#define SECOND_PERCENT 40       /* of these, those with a second thing */
#define WRITTEN_BEFORE 20       /* days before the referral, at most */

#define MEDIA "text/plain"

typedef struct {
  const char *kind;
  const char *title;
  const char *name;
  const char *text;
} Page;

static const Page pages[] = {
  { "evidence", "What the school has tried", "what-we-tried.txt",
    "Since September the school has tried:\n\n"
    "- a key worker who meets the pupil at the gate each morning;\n"
    "- a quieter place for the lessons that go badly;\n"
    "- a report card that goes home each Friday.\n\n"
    "Mornings are better. Afternoons are not: three lessons in five are left early.\n" },
  { "plan", "Plan for this half-term", "plan.txt",
    "What we want: every morning in lessons by the end of the half-term.\n\n"
    "Who does what:\n\n"
    "- Form tutor: meets the pupil at 8.40.\n"
    "- Head of year: rings home on Fridays.\n"
    "- Family: packs the bag the evening before.\n\n"
    "We look at this again together after six weeks.\n" },
  { "risk-assessment", "Risk assessment", "risk-assessment.txt",
    "What may happen: leaves the room, and once left the site.\n"
    "When: changes of room, cover lessons, noise.\n"
    "What helps: a warning before each change, a card to leave by, somebody who walks along.\n"
    "Who knows: all who teach the pupil, and the front office.\n" },
  { "child-view", "What I would like", "what-i-would-like.txt",
    "I like making things. I am good at fixing bikes.\n"
    "I do not like it when everybody looks at me.\n"
    "I would like to start later and to have one person I can talk to.\n"
    "I want to go back to my school after.\n" },
  { "assessment", "Report of a visit", "report-of-a-visit.txt",
    "Seen in two lessons and at break.\n\n"
    "In the workshop: worked for forty minutes and helped a neighbour.\n"
    "In a class of thirty: head down after ten minutes, left after twenty.\n\n"
    "Smaller groups and practical work would help. Hearing and eyesight should be looked at.\n" },
};

static GBytes *
write_page (const Page *page,
            AtlasDate   on)
{
  g_autofree char *day = atlas_date_format (on);
  char *text = g_strdup_printf (ATLAS_DEMO_SOURCE ". Nobody in it exists.\n\n%s\n%s\n\n%s",
                                page->title, day, page->text);

  return g_bytes_new_take (text, strlen (text));
}

static void
add_page (AtlasDemoChild *child,
          const Page     *page,
          AtlasDate       on)
{
  g_autofree char *key = g_strdup_printf ("%u/%s", child->number + 1, page->kind);
  g_autoptr(GBytes) bytes = write_page (page, on);
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  AtlasBlob blob = { hash, (gint64) g_bytes_get_size (bytes), MEDIA, page->name };

  atlas_demo_add (child->demo, "document", key,
                  json_pack ("{s:s, s:s, s:s, s:s, s:o, s:o, s:b}", "child", child->id,
                             "referral", child->referral, "kind", page->kind,
                             "title", page->title, "on", atlas_demo_date (on),
                             "file", atlas_blob_to_json (&blob), "invented", TRUE));
}

/**
 * atlas_demo_add_documents:
 * @child: a child whose referral is there
 *
 * Makes what was sent with a referral that is under way, for some.
 */
void
atlas_demo_add_documents (AtlasDemoChild *child)
{
  AtlasDemoRandom random = atlas_demo_random (child->demo->options.seed, "documents",
                                              child->number);
  int first = atlas_demo_random_between (&random, 0, (int) G_N_ELEMENTS (pages) - 1);
  int n = atlas_demo_random_percent (&random, SECOND_PERCENT) ? 2 : 1;

  if (child->story.ended != ATLAS_DATE_NONE || !atlas_demo_random_percent (&random, SENT_PERCENT))
    return;

  for (int i = 0; i < n; i++)
    add_page (child, &pages[(first + i) % (int) G_N_ELEMENTS (pages)],
              child->story.received - atlas_demo_random_between (&random, 0, WRITTEN_BEFORE));
}

/**
 * atlas_demo_write_file:
 * @record: a record of a demonstration
 *
 * The bytes of the file that a record names, which follow from the record.
 *
 * Returns: (transfer full) (nullable): the bytes; %NULL for a record that names none
 */
GBytes *
atlas_demo_write_file (AtlasRecord *record)
{
  AtlasDocumentRecord *document;

  if (atlas_record_get_record_type (record) != &atlas_document_type)
    return NULL;

  document = (AtlasDocumentRecord *) record;
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_strcmp0 (pages[i].title, document->title) == 0)
      return write_page (&pages[i], document->on);

  return NULL;
}
