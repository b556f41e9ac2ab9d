/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reports/atlas-facts.h"

G_BEGIN_DECLS

/* Facts in the making. */
typedef struct {
  AtlasStore       *store;      /* (unowned) */
  AtlasFacts       *facts;      /* (unowned) */
  AtlasFactSection *section;    /* (unowned) (nullable): the one that facts are added to */
  GPtrArray        *labels;     /* (element-type AtlasLabel) */
  AtlasDate         on;
} AtlasFactsMaker;

void         atlas_facts_section    (AtlasFactsMaker *maker,
                                     const char      *title);
AtlasFact   *atlas_facts_add        (AtlasFactsMaker *maker,
                                     const char      *key,
                                     const char      *label,
                                     const char      *value);
void         atlas_facts_add_field  (AtlasFactsMaker *maker,
                                     AtlasRecord     *record,
                                     const char      *field);
AtlasFact   *atlas_facts_add_link   (AtlasFactsMaker *maker,
                                     const char      *key,
                                     const char      *label,
                                     AtlasRecord     *to);
void         atlas_facts_set_source (AtlasFact       *fact,
                                     AtlasRecord     *from);
void         atlas_facts_set_mark   (AtlasFact       *fact,
                                     const char      *mark);
AtlasRecord *atlas_facts_find       (AtlasFactsMaker *maker,
                                     const char      *type,
                                     const char      *id) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray   *atlas_facts_list       (AtlasFactsMaker *maker,
                                     const char      *type,
                                     const char      *field,
                                     const char      *id,
                                     GError         **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean     atlas_facts_county        (AtlasFactsMaker *maker,
                                        AtlasRecord     *county,
                                        GError         **error);
gboolean     atlas_facts_area          (AtlasFactsMaker *maker,
                                        AtlasRecord     *area,
                                        GError         **error);
gboolean     atlas_facts_partnership   (AtlasFactsMaker *maker,
                                        AtlasRecord     *partnership,
                                        GError         **error);
gboolean     atlas_facts_establishment (AtlasFactsMaker *maker,
                                        AtlasRecord     *establishment,
                                        GError         **error);
gboolean     atlas_facts_provision     (AtlasFactsMaker *maker,
                                        AtlasRecord     *provision,
                                        GError         **error);
gboolean     atlas_facts_referral      (AtlasFactsMaker *maker,
                                        AtlasRecord     *referral,
                                        GError         **error);

G_END_DECLS
