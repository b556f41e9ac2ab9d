/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One invented child, while it is made up. */
#pragma once

#include "demo/atlas-demo-private.h"

G_BEGIN_DECLS

/* What happened to a child, as dates; ATLAS_DATE_NONE for what did not. */
typedef struct {
  const char *step;             /* of the referral */
  const char *kind;             /* of the referral */
  int         tier;
  AtlasDate   received;
  AtlasDate   step_on;
  AtlasDate   starts;           /* of a stay, or what is offered */
  AtlasDate   planned_end;
  AtlasDate   ended;
  gboolean    needs_place;
  gboolean    needs_day6;
  gboolean    was_at_panel;
} AtlasDemoStory;

typedef struct {
  AtlasDemo       *demo;
  guint            number;
  AtlasDemoRandom  random;
  AtlasDemoSchool *school;
  AtlasDemoPanel  *panel;       /* (nullable) */
  const char      *id;
  const char      *care;        /* code of the child's care status */
  AtlasDate        born;
  const char      *referral;
  json_t          *exclusion_fields; /* (nullable): until the record is made */
  const char      *exclusion;   /* (nullable) */
  AtlasDemoStory   story;
} AtlasDemoChild;

void     atlas_demo_plan_urgent  (AtlasDemoChild *child,
                                  guint           which);
void     atlas_demo_plan_met     (AtlasDemoChild *child,
                                  guint           which);
void     atlas_demo_plan_current (AtlasDemoChild *child);
void     atlas_demo_plan_past    (AtlasDemoChild *child);
void     atlas_demo_tell_story   (AtlasDemoChild *child);
void     atlas_demo_add_support  (AtlasDemoChild *child);
void     atlas_demo_add_documents (AtlasDemoChild *child);
void     atlas_demo_tell_exclusion (AtlasDemoChild *child,
                                  json_t         *fields);
void     atlas_demo_tell_facts   (AtlasDemoChild *child);
void     atlas_demo_tell_registration (AtlasDemoChild *child);
void     atlas_demo_tell_terms   (AtlasDemoChild *child);
void     atlas_demo_tell_attendance (AtlasDemoChild *child,
                                  const char     *provision);
void     atlas_demo_tell_part_time_weeks (AtlasDemoChild *child,
                                  AtlasDate       starts);

G_END_DECLS
