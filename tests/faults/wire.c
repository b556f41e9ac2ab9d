/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies between the laptops and the server: it loses, doubles, delays, tears and lies. */
#include "config.h"

#include <gio/gio.h>

#include "model.h"
#include "world.h"

#define LATE_MOST 8

static const char portal_page[] = "<html><title>Wi-Fi</title>Please sign in</html>";

/* The network has dice of its own: one request more does not change what people do. */
static gboolean
wire_chance (World *self,
             guint  thousandths)
{
  return (guint) g_rand_int_range (self->wire, 0, 1000) < thousandths;
}

static AtlasRequest *
copy_request (SoupMessage *message,
              GBytes      *body)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  GUri *uri = soup_message_get_uri (message);
  AtlasRequest *request = atlas_request_new ();

  request->method = g_strdup (soup_message_get_method (message));
  request->path = g_strdup (g_uri_get_path (uri));
  if (g_uri_get_query (uri) != NULL)
    request->query = soup_form_decode (g_uri_get_query (uri));
  request->authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  request->protocol = g_strdup (soup_message_headers_get_one (headers, "Sync-Protocol"));
  request->schema = g_strdup (soup_message_headers_get_one (headers, "Sync-Schema"));
  request->if_none_match = g_strdup (soup_message_headers_get_one (headers, "If-None-Match"));
  request->range = g_strdup (soup_message_headers_get_one (headers, "Range"));
  request->upload_offset = g_strdup (soup_message_headers_get_one (headers, "Upload-Offset"));
  request->upload_complete = g_strdup (soup_message_headers_get_one (headers, "Upload-Complete"));
  request->body = body != NULL ? g_bytes_ref (body) : g_bytes_new_static ("", 0);
  return request;
}

/* The server's database belongs to the thread that opened it; a laptop that gets one page while it
 * stores another asks from a thread of its own, and is answered by another process, so to say. */
static void
handle (World        *self,
        AtlasRequest *request,
        AtlasAnswer  *answer)
{
  g_autoptr(AtlasService) other = NULL;

  if (!seam_is_first_thread ())
    other = atlas_service_open (self->server, NULL, NULL);

  if (other != NULL)
    atlas_service_handle (other, request, answer);
  else
    atlas_service_handle (wire_chance (self, 300) ? self->second : self->service, request, answer);
}

static void
serve (World        *self,
       AtlasRequest *request,
       SeamAnswer   *out)
{
  g_autoptr(AtlasAnswer) answer = atlas_answer_new ();
  SeamActor *before = seam_act (&self->server_actor);
  gpointer look = model_look_before (self, request);

  handle (self, request, answer);
  self->counts->requests++;
  world_note (self, "  %s %s: %u", request->method, request->path, answer->status);
  model_look_after (self, request, answer, look);

  seam_answer_clear (out);
  out->status = answer->status;
  if (answer->body != NULL && !g_str_equal (request->method, "HEAD"))
    out->body = g_bytes_ref (answer->body);
  if (answer->headers != NULL)
    out->headers = g_hash_table_ref (answer->headers);
  out->epoch = g_strdup (atlas_service_get_epoch (self->service));
  out->retry_after_s = answer->retry_after_s;
  out->at_ms = g_get_real_time () / 1000;
  seam_act (before);
}

/* Small pages, so that rounds have several. */
static void
shrink_page (World        *self,
             AtlasRequest *request)
{
  if (self->page > 0 && request->query != NULL &&
      g_hash_table_contains (request->query, "limit"))
    {
      g_autofree char *page = g_strdup_printf ("%u", self->page);

      /* The table frees its keys alone. */
      g_hash_table_replace (request->query, g_strdup ("limit"), (gpointer) g_intern_string (page));
    }
}

/* Something happens on the server while a laptop is in the middle of a round. */
static void
pass_time_between_pages (World        *self,
                         AtlasRequest *request)
{
  void (*meanwhile) (World *) = self->meanwhile;

  if (meanwhile == NULL || self->reader == NULL || !seam_is_first_thread () ||
      !g_str_equal (request->path, "/v1/changes") ||
      !wire_chance (self, 100))
    return;

  self->meanwhile = NULL;
  meanwhile (self);
  self->meanwhile = meanwhile;
}

static void
serve_late (World *self)
{
  g_auto(SeamAnswer) nobody_hears = { 0 };
  g_autoptr(AtlasRequest) request = NULL;
  Laptop *reader = self->reader;
  guint at;

  if (self->late->len == 0 || (self->late->len < LATE_MOST && !wire_chance (self, 300)))
    return;

  at = (guint) g_rand_int_range (self->wire, 0, (gint32) self->late->len);
  request = g_ptr_array_steal_index (self->late, at);
  world_note (self, "  late:");
  self->reader = NULL;
  serve (self, request, &nobody_hears);
  self->reader = reader;
}

static gboolean
no_answer (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "No answer");
  return FALSE;
}

static void
answer_page (SeamAnswer *answer,
             guint       status,
             const char *page,
             guint       retry_after_s)
{
  answer->status = status;
  answer->body = g_bytes_new (page, strlen (page));
  answer->retry_after_s = retry_after_s;
}

static void
tear (SeamAnswer *answer)
{
  GBytes *whole = answer->body;

  if (whole == NULL || g_bytes_get_size (whole) < 2)
    return;

  answer->body = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2);
  g_bytes_unref (whole);
}

gboolean
wire_send (SoupMessage *message,
           GBytes      *body,
           SeamAnswer  *answer,
           gpointer     data,
           GError     **error)
{
  World *self = data;
  Weather *weather = &self->weather;
  Counts *counts = self->counts;
  g_autoptr(AtlasRequest) request = copy_request (message, body);

  if (self->rewrite_request != NULL)
    self->rewrite_request (request);
  shrink_page (self, request);
  pass_time_between_pages (self, request);
  serve_late (self);
  if (wire_chance (self, weather->lost))
    return counts->lost++, world_note (self, "  lost"), no_answer (error);
  if (wire_chance (self, weather->portal))
    return counts->portals++, answer_page (answer, 200, portal_page, 0), TRUE;
  if (wire_chance (self, weather->busy))
    return counts->busy++, answer_page (answer, 503, "", 1), TRUE;
  if (wire_chance (self, weather->twice))
    {
      counts->twice++;
      serve (self, request, answer);
    }

  serve (self, request, answer);
  if (self->rewrite_answer != NULL)
    self->rewrite_answer (request, answer);

  /* A token that comes back late is what a thief would send, and locks the laptop out by design. */
  if (wire_chance (self, weather->late) && !g_str_equal (request->path, "/v1/token"))
    {
      counts->late++;
      g_ptr_array_add (self->late, g_steal_pointer (&request));
    }
  if (wire_chance (self, weather->unheard))
    return counts->unheard++, world_note (self, "  unheard"), no_answer (error);
  if (wire_chance (self, weather->torn))
    {
      counts->torn++;
      tear (answer);
    }

  return TRUE;
}
