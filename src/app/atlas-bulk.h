/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/atlas-session.h"
#include "store/atlas-referral-bulk.h"

G_BEGIN_DECLS

/**
 * AtlasBulkSay:
 * @from: where it was asked for
 * @words: (nullable): why nothing is done; %NULL when it was done
 *
 * Hears what became of it.
 */
typedef void (*AtlasBulkSay) (GtkWidget  *from,
                              const char *words);

void  atlas_bulk_ask       (GtkWidget           *from,
                            AtlasSession        *session,
                            AtlasBulkKind        kind,
                            const char          *step,
                            GArray              *rows,
                            AtlasBulkSay         heard);
char *atlas_bulk_word_plan (AtlasBulkKind        kind,
                            const char          *step,
                            const AtlasBulkPlan *plan) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
