/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/atlas-json.h"

G_BEGIN_DECLS

/**
 * AtlasProblem:
 *
 * What the server may answer instead of doing as asked. Source: protocol, section 12.
 */
typedef enum {
  ATLAS_PROBLEM_NONE,
  ATLAS_PROBLEM_MALFORMED,
  ATLAS_PROBLEM_TOKEN_EXPIRED,
  ATLAS_PROBLEM_BAD_CREDENTIALS,
  ATLAS_PROBLEM_TOKEN_REUSED,
  ATLAS_PROBLEM_NOT_ALLOWED,
  ATLAS_PROBLEM_DEVICE_LOCKED,
  ATLAS_PROBLEM_DEVICE_WIPE,
  ATLAS_PROBLEM_NOT_FOUND,
  ATLAS_PROBLEM_GAP,
  ATLAS_PROBLEM_DEVICE_CLONED,
  ATLAS_PROBLEM_EPOCH_CHANGED,
  ATLAS_PROBLEM_WRONG_OFFSET,
  ATLAS_PROBLEM_CURSOR_TOO_OLD,
  ATLAS_PROBLEM_TOO_LARGE,
  ATLAS_PROBLEM_NOT_SATISFIABLE,
  ATLAS_PROBLEM_HASH_MISMATCH,
  ATLAS_PROBLEM_CLIENT_TOO_OLD,
  ATLAS_PROBLEM_SLOW_DOWN,
  ATLAS_PROBLEM_FAULT,
  ATLAS_PROBLEM_UNAVAILABLE,
} AtlasProblem;

guint   atlas_problem_status  (AtlasProblem  problem);
json_t *atlas_problem_to_json (AtlasProblem  problem,
                               const char   *detail) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
