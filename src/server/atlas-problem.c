/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-problem.h"

/* In the order of the enumeration: status and name, from the protocol's sections 4, 5, 6, 10 and
 * 12. */
static const struct {
  guint       status;
  const char *name;
} problems[] = {
  { 200, "none" },
  { 400, "malformed" },
  { 401, "token-expired" },
  { 401, "bad-credentials" },
  { 401, "token-reused" },
  { 403, "not-allowed" },
  { 403, "device-locked" },
  { 403, "device-wipe" },
  { 404, "not-found" },
  { 409, "gap" },
  { 409, "device-cloned" },
  { 409, "epoch-changed" },
  { 409, "wrong-offset" },
  { 410, "cursor-too-old" },
  { 413, "too-large" },
  { 416, "range-not-satisfiable" },
  { 422, "hash-mismatch" },
  { 426, "client-too-old" },
  { 429, "slow-down" },
  { 500, "fault" },
  { 503, "unavailable" },
};

G_STATIC_ASSERT (G_N_ELEMENTS (problems) == ATLAS_PROBLEM_UNAVAILABLE + 1);

/**
 * atlas_problem_status:
 * @problem: a problem
 *
 * Returns: the HTTP status that goes with it
 */
guint
atlas_problem_status (AtlasProblem problem)
{
  return problems[problem].status;
}

/**
 * atlas_problem_to_json:
 * @problem: a problem
 * @detail: (nullable): a sentence for whoever reads the log; never personal
 *
 * Makes the body of an answer in the form of RFC 9457.
 *
 * Returns: (transfer full): the body
 */
json_t *
atlas_problem_to_json (AtlasProblem problem,
                       const char  *detail)
{
  g_autofree char *type = g_strconcat ("urn:sync:problem:", problems[problem].name, NULL);
  json_t *body = json_object ();

  json_object_set_new (body, "type", json_string (type));
  json_object_set_new (body, "title", json_string (problems[problem].name));
  json_object_set_new (body, "status", json_integer (problems[problem].status));
  if (detail != NULL)
    json_object_set_new (body, "detail", json_string (detail));

  return body;
}
