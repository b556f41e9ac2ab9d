/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-date.h"
#include "server/atlas-backend.h"

G_BEGIN_DECLS

/**
 * AtlasRetentionRule:
 * @name: what it is called
 * @field: (nullable): a field of the child that must have @value for it to hold; %NULL for all
 * @value: (nullable): that value
 * @years: from the date of birth
 * @valid: when the rule holds
 * @why: for a person
 *
 * How long something about a child is kept, as the county has set it.
 */
typedef struct {
  char          *name;
  char          *field;
  char          *value;
  int            years;
  AtlasDateRange valid;
  char          *why;
} AtlasRetentionRule;

GPtrArray *atlas_retention_load (const char    *folder,
                                 GError       **error) G_GNUC_WARN_UNUSED_RESULT;
json_t    *atlas_retention_due  (AtlasBackend  *backend,
                                 GPtrArray     *rules,
                                 AtlasDate      as_of,
                                 GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
