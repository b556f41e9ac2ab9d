/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-records.h"

G_BEGIN_DECLS

/**
 * AtlasPupils:
 * @ATLAS_PUPILS_ALL: every child
 * @ATLAS_PUPILS_GIRLS: girls
 * @ATLAS_PUPILS_BOYS: boys
 * @ATLAS_PUPILS_MINORITY: of a minority ethnic group
 * @ATLAS_PUPILS_SEND: with special educational needs or a disability
 * @ATLAS_PUPILS_SEND_NO_PLAN: of them, those without an EHC plan
 * @ATLAS_PUPILS_EHC_PLAN: of them, those with one, or with a statement
 * @ATLAS_PUPILS_PREMIUM: for whom the school has the pupil premium
 * @ATLAS_PUPILS_LOOKED_AFTER: looked after
 * @ATLAS_PUPILS_SOCIAL_WORKER: who are looked after, or have or had a social worker
 *
 * Groups of children whom an indicator may be about. A child may be in several.
 */
typedef enum {
  ATLAS_PUPILS_ALL,
  ATLAS_PUPILS_GIRLS,
  ATLAS_PUPILS_BOYS,
  ATLAS_PUPILS_MINORITY,
  ATLAS_PUPILS_SEND,
  ATLAS_PUPILS_SEND_NO_PLAN,
  ATLAS_PUPILS_EHC_PLAN,
  ATLAS_PUPILS_PREMIUM,
  ATLAS_PUPILS_LOOKED_AFTER,
  ATLAS_PUPILS_SOCIAL_WORKER,
} AtlasPupils;

#define ATLAS_N_PUPILS (ATLAS_PUPILS_SOCIAL_WORKER + 1)

/**
 * AtlasIsIn:
 * @ATLAS_IS_IN_NO: the child is not in the group
 * @ATLAS_IS_IN_YES: the child is
 * @ATLAS_IS_IN_UNKNOWN: nobody recorded it
 *
 * Whether a child is in a group.
 */
typedef enum {
  ATLAS_IS_IN_NO,
  ATLAS_IS_IN_YES,
  ATLAS_IS_IN_UNKNOWN,
} AtlasIsIn;

const char *atlas_pupils_to_code (AtlasPupils       pupils);
const char *atlas_pupils_label   (AtlasPupils       pupils);
gboolean    atlas_pupils_parse   (const char       *code,
                                  AtlasPupils      *pupils);
AtlasIsIn   atlas_pupils_have    (AtlasPupils       pupils,
                                  const AtlasChild *child);

G_END_DECLS
