/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-records.h"

G_BEGIN_DECLS

/**
 * ATLAS_LABEL_NOT_STATED:
 *
 * The text of a label that says that no source gives a field's value on its dates.
 */
#define ATLAS_LABEL_NOT_STATED "not stated"

AtlasLabel  *atlas_labels_find         (GPtrArray   *labels,
                                        const char  *subject,
                                        const char  *kind,
                                        const char  *scheme,
                                        const char  *item,
                                        AtlasDate    on);
const char  *atlas_labels_text         (GPtrArray   *labels,
                                        const char  *subject,
                                        const char  *kind,
                                        const char  *scheme,
                                        const char  *item,
                                        AtlasDate    on);
AtlasLabel  *atlas_tier_help           (GPtrArray   *labels,
                                        int          tier,
                                        AtlasDate    on);
AtlasRecord *atlas_record_as_at        (AtlasRecord *record,
                                        GPtrArray   *labels,
                                        AtlasDate    on) G_GNUC_WARN_UNUSED_RESULT;
char        *atlas_record_describe_age (AtlasRecord *record) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
