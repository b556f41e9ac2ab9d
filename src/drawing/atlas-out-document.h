/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drawing/atlas-document.h"
#include "reports/atlas-out-of-school.h"

G_BEGIN_DECLS

/* The choices of the filter: everybody, each group, those who would be on the register. */
#define ATLAS_OUT_ALL       0
#define ATLAS_OUT_COHORT    1   /* the first group */
#define ATLAS_OUT_REGISTER  (ATLAS_OUT_COHORT + ATLAS_N_COHORTS)
#define ATLAS_OUT_N_CHOICES (ATLAS_OUT_REGISTER + 1)

gboolean       atlas_out_choice_has         (guint                   choice,
                                             const AtlasOutRow      *row);
guint          atlas_out_choice_count       (const AtlasOutOfSchool *list,
                                             guint                   choice);
const char    *atlas_out_choice_label       (guint                   choice);
AtlasDocument *atlas_out_to_document        (const AtlasOutOfSchool *list,
                                             guint                   choice,
                                             const char             *scope_name,
                                             gboolean                is_demonstration)
                                             G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
