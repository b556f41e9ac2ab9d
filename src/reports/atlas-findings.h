/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-check.h"
#include "store/atlas-store.h"

G_BEGIN_DECLS

/**
 * AtlasFinding:
 * @record: id of the record that it is about
 * @type: (unowned): its type
 * @route: (nullable): the page to open
 * @rule: (unowned): the row of the table of checks; static
 * @source: where the rule comes from
 * @text: what was found, translated
 * @passed: (nullable): who went on in spite of it, when and why
 *
 * Something that a rule finds and that people should look at.
 */
typedef struct {
  char                 *record;
  const AtlasType      *type;
  char                 *route;
  const AtlasCheckRule *rule;
  char                 *source;
  char                 *text;
  AtlasPassed          *passed;
} AtlasFinding;

GPtrArray *atlas_findings_list         (AtlasStore    *store,
                                        const char    *scope,
                                        AtlasDate      on,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *atlas_findings_of_child     (AtlasStore    *store,
                                        const char    *child,
                                        AtlasDate      on,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *atlas_findings_of_provision (AtlasStore    *store,
                                        const char    *provision,
                                        AtlasDate      on,
                                        GError       **error) G_GNUC_WARN_UNUSED_RESULT;
guint      atlas_findings_count_passed (GPtrArray     *findings);
void       atlas_finding_free          (AtlasFinding  *finding);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasFinding, atlas_finding_free)

G_END_DECLS
