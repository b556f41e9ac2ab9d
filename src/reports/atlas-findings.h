/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasFinding:
 * @record: id of the record that it is about
 * @route: (nullable): the page to open
 * @check: the rule: `day6`, `return`, `places`, `provider-check`, `contract` or `upn`
 * @source: where the rule comes from
 * @text: what was found, translated
 *
 * Something that a rule finds and that people should look at.
 */
typedef struct {
  char *record;
  char *route;
  char *check;
  char *source;
  char *text;
} AtlasFinding;

GPtrArray *atlas_findings_list (AtlasStore   *store,
                                const char   *scope,
                                AtlasDate     on,
                                GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void       atlas_finding_free  (AtlasFinding *finding);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasFinding, atlas_finding_free)

G_END_DECLS
