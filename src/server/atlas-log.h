/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AtlasLogRequest:
 * @id: the request's own
 * @method: `GET` …
 * @route: the pattern that it was for, never what stood in its place
 * @status: of the answer
 * @duration_us: how long the server was busy with it; waiting for something new is not counted
 * @device: (nullable): which laptop
 *
 * All that is written of a request.
 */
typedef struct {
  const char *id;
  const char *method;
  const char *route;
  guint       status;
  gint64      duration_us;
  const char *device;
} AtlasLogRequest;

void atlas_log_begin   (void);
void atlas_log_set     (const char            *level);
void atlas_log_request (const AtlasLogRequest *request);

G_END_DECLS
