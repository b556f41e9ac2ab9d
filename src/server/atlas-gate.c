/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-gate.h"

#include <string.h>

#include "server/atlas-limiter.h"
#include "server/atlas-log.h"

/**
 * AtlasGate:
 *
 * Lets requests in at the rate that one address may ask, and keeps the books of what became of
 * them: a line of the log and the metrics. Used on the main thread.
 */
struct _AtlasGate
{
  AtlasMetrics *metrics;
  AtlasLimiter *addresses;              /* requests by address */
  AtlasLimiter *sign_ins;               /* failed sign-ins by address */
  gboolean      log_requests;
  guint32       process_id;             /* drawn by lot; begins the ids of its requests */
  guint64       n_requests;
};

AtlasGate *
atlas_gate_new (void)
{
  AtlasGate *self = g_new0 (AtlasGate, 1);

  self->metrics = atlas_metrics_new ();
  self->addresses = atlas_limiter_new ();
  self->sign_ins = atlas_limiter_new ();
  self->process_id = g_random_int ();
  return self;
}

void
atlas_gate_free (AtlasGate *self)
{
  if (self == NULL)
    return;

  atlas_metrics_free (self->metrics);
  atlas_limiter_free (self->addresses);
  atlas_limiter_free (self->sign_ins);
  g_free (self);
}

void
atlas_gate_configure (AtlasGate         *self,
                      const AtlasConfig *config)
{
  self->log_requests = config->log_requests;
  atlas_limiter_set (self->addresses, config->limits.address_per_minute,
                     config->limits.address_burst);
  atlas_limiter_set (self->sign_ins, config->limits.sign_in_per_minute,
                     config->limits.sign_in_burst);
}

AtlasMetrics *
atlas_gate_get_metrics (AtlasGate *self)
{
  return self->metrics;
}

/* Only what is known: the log and the metrics hold nothing that a client made up. */
static const char *
method_name (const char *method)
{
  static const char * const known[] = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", NULL };

  for (gsize i = 0; known[i] != NULL; i++)
    if (strcmp (known[i], method) == 0)
      return known[i];

  return "OTHER";
}

static void
note (AtlasGate         *self,
      const char        *id,
      const char        *method,
      const AtlasAnswer *answer,
      gint64             busy_us)
{
  const AtlasLogRequest request = {
    id, method_name (method), answer->route != NULL ? answer->route : "none", answer->status,
    busy_us, answer->device,
  };

  atlas_metrics_count_request (self->metrics, request.method, request.route, request.status,
                               busy_us);
  atlas_metrics_count_sets (self->metrics, answer->n_sets);
  if (self->log_requests)
    atlas_log_request (&request);
}

/**
 * atlas_gate_next_id:
 * @self: the gate
 *
 * Returns: (transfer full): a name for a request: it is in the log and in the answer, so that
 *   somebody's complaint can be found
 */
char *
atlas_gate_next_id (AtlasGate *self)
{
  return g_strdup_printf ("%08x-%" G_GUINT64_FORMAT, self->process_id, ++self->n_requests);
}

/**
 * atlas_gate_note_refused:
 * @self: the gate
 * @message: a request that has its answer and never got as far as the database
 * @problem: what it was answered
 * @why: by which limit
 *
 * Writes it down.
 */
void
atlas_gate_note_refused (AtlasGate         *self,
                         SoupServerMessage *message,
                         AtlasProblem       problem,
                         AtlasRefused       why)
{
  g_autofree char *id = atlas_gate_next_id (self);
  const AtlasAnswer answer = { .status = atlas_problem_status (problem) };

  atlas_metrics_count_refused (self->metrics, why);
  note (self, id, soup_server_message_get_method (message), &answer, 0);
}

static gboolean
is_sign_in (const char *method,
            const char *path)
{
  return strcmp (method, "POST") == 0 &&
         (strcmp (path, "/v1/devices") == 0 || strcmp (path, "/v1/token") == 0);
}

/**
 * atlas_gate_admit:
 * @self: the gate
 * @message: a request whose body has not been read
 * @path: what it asks for
 * @epoch: the server's history
 *
 * Looks whether the address that it comes from asks, or fails to sign in, too often; then it is
 * answered 429.
 *
 * Returns: whether it may go on
 */
gboolean
atlas_gate_admit (AtlasGate         *self,
                  SoupServerMessage *message,
                  const char        *path,
                  const char        *epoch)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autofree char *address = NULL;
  gint64 now_us = g_get_monotonic_time ();
  AtlasRefused why = ATLAS_REFUSED_ADDRESS;
  guint wait_s;

  address = atlas_limiter_address (soup_server_message_get_remote_address (message),
                                   soup_message_headers_get_list (headers, "X-Forwarded-For"));
  wait_s = atlas_limiter_wait_s (self->addresses, address, now_us);
  if (wait_s == 0 && is_sign_in (soup_server_message_get_method (message), path))
    {
      wait_s = atlas_limiter_wait_s (self->sign_ins, address, now_us);
      why = ATLAS_REFUSED_SIGN_IN;
    }

  if (wait_s == 0)
    {
      atlas_limiter_charge (self->addresses, address, now_us);
      return TRUE;
    }

  atlas_exchange_write_problem (message, epoch, ATLAS_PROBLEM_SLOW_DOWN, wait_s);
  atlas_gate_note_refused (self, message, ATLAS_PROBLEM_SLOW_DOWN, why);
  return FALSE;
}

static void
note_refusal (AtlasGate     *self,
              AtlasExchange *exchange)
{
  gboolean signs_in = is_sign_in (exchange->request->method, exchange->request->path);

  if (signs_in && exchange->answer->status == SOUP_STATUS_UNAUTHORIZED)
    atlas_limiter_charge (self->sign_ins, exchange->request->address, g_get_monotonic_time ());
  if (exchange->answer->status == atlas_problem_status (ATLAS_PROBLEM_SLOW_DOWN))
    atlas_metrics_count_refused (self->metrics,
                                 signs_in ? ATLAS_REFUSED_SIGN_IN : ATLAS_REFUSED_DEVICE);
}

/**
 * atlas_gate_note:
 * @self: the gate
 * @exchange: whose answer is written and about to be sent
 *
 * Writes it down, and its name into the answer.
 */
void
atlas_gate_note (AtlasGate     *self,
                 AtlasExchange *exchange)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (exchange->message),
                                "Request-Id", exchange->id);
  note_refusal (self, exchange);
  note (self, exchange->id, exchange->request->method, exchange->answer,
        exchange->busy_us + g_get_monotonic_time () - exchange->busy_since_us);
}
