/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/atlas-json.h"
#include "server/atlas-oidc.h"
#include "server/atlas-problem.h"
#include "server/atlas-waits.h"

G_BEGIN_DECLS

/* What a push can do with a set, as the metrics count it. */
typedef enum {
  ATLAS_COUNT_APPLIED,
  ATLAS_COUNT_MERGED,
  ATLAS_COUNT_PARKED,
  ATLAS_COUNT_REPLAYED,
  ATLAS_N_SET_COUNTS,
} AtlasSetCount;

/**
 * AtlasRequest:
 * @method: `GET`, `POST` …
 * @path: as `/v1/changes`
 * @query: (nullable) (element-type utf8 utf8): what follows the question mark
 * @authorization: (nullable): that header
 * @protocol: (nullable): `Sync-Protocol`
 * @schema: (nullable): `Sync-Schema`
 * @if_none_match: (nullable): that header
 * @content_encoding: (nullable): that header
 * @range: (nullable): that header
 * @upload_offset: (nullable): that header
 * @upload_complete: (nullable): that header
 * @address: whose it is, when it does not say so itself
 * @is_again: whether it was asked before and waited, or its password has been checked
 * @waits: (nullable): what it waited for, if it did
 * @takes_gzip: whether the answer may be packed
 * @may_wait: whether there is time left to wait for something new
 * @body: the body as it came
 * @password: (nullable): what the user typed, once it has been checked
 * @password_is_right: the result of that check
 * @token_was_checked: whether the id_token has been checked
 * @identity: (nullable): whom it names, when it is good
 *
 * A copy of what a client asked, for the thread that answers.
 */
typedef struct {
  char       *method;
  char       *path;
  GHashTable *query;
  char       *authorization;
  char       *protocol;
  char       *schema;
  char       *if_none_match;
  char       *content_encoding;
  char       *range;
  char       *upload_offset;
  char       *upload_complete;
  char       *address;
  gboolean    is_again;
  AtlasWaits *waits;
  gboolean    takes_gzip;
  gboolean    may_wait;
  GBytes     *body;
  gboolean    password_was_checked;
  gboolean    password_is_right;
  gboolean    token_was_checked;
  AtlasIdentity *identity;
} AtlasRequest;

/**
 * AtlasAnswer:
 * @status: HTTP status
 * @body: (nullable): JSON, perhaps packed, or the bytes of a file
 * @is_file: whether @body is the bytes of a file
 * @is_packed: whether @body is gzip
 * @is_problem: whether @body is a problem document
 * @etag: (nullable): that header, with its quotes
 * @headers: (nullable) (element-type utf8 utf8): more of them, by name
 * @retry_after_s: that header, or 0
 * @nothing_new: the client said that it would wait, and there is nothing yet
 * @has_changed: something was committed that others may wait for
 * @is_busy: it could not be done now, and may if it is begun anew
 * @check_hash: (nullable): a password must first be checked against this, away from the database
 * @check_password: (nullable): the password
 * @check_oidc: (nullable): an id_token must first be checked with the keys of this issuer
 * @check_token: (nullable): the id_token
 * @check_nonce: (nullable): the nonce that it must have
 * @route: (nullable): the pattern that the request was for
 * @device: (nullable): which laptop it came from
 * @n_sets: how many sets were applied, merged, parked and known already
 *
 * What goes back.
 */
typedef struct {
  guint       status;
  GBytes     *body;
  gboolean    is_file;
  gboolean    is_packed;
  gboolean    is_problem;
  char       *etag;
  GHashTable *headers;
  guint       retry_after_s;
  gboolean    nothing_new;
  gboolean    has_changed;
  gboolean    is_busy;
  char       *check_hash;
  char       *check_password;
  AtlasOidc  *check_oidc;
  char       *check_token;
  char       *check_nonce;
  const char *route;
  char       *device;
  guint       n_sets[ATLAS_N_SET_COUNTS];
} AtlasAnswer;

AtlasRequest *atlas_request_new      (void) G_GNUC_WARN_UNUSED_RESULT;
void          atlas_request_free     (AtlasRequest *self);
json_t       *atlas_request_json     (AtlasRequest *self,
                                      gsize         limit,
                                      AtlasAnswer  *answer) G_GNUC_WARN_UNUSED_RESULT;
GBytes       *atlas_request_bytes    (AtlasRequest *self,
                                      gsize         limit,
                                      AtlasAnswer  *answer) G_GNUC_WARN_UNUSED_RESULT;
const char   *atlas_request_argument (AtlasRequest *self,
                                      const char   *name);

AtlasAnswer  *atlas_answer_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void          atlas_answer_free      (AtlasAnswer  *self);
void          atlas_answer_reset     (AtlasAnswer  *self);
void          atlas_answer_json      (AtlasAnswer  *self,
                                      guint         status,
                                      json_t       *body);
void          atlas_answer_text      (AtlasAnswer  *self,
                                      guint         status,
                                      char         *text);
void          atlas_answer_empty     (AtlasAnswer  *self,
                                      guint         status);
void          atlas_answer_bytes     (AtlasAnswer  *self,
                                      guint         status,
                                      GBytes       *bytes);
void          atlas_answer_set_header (AtlasAnswer *self,
                                      const char   *name,
                                      const char   *value);
void          atlas_answer_problem   (AtlasAnswer  *self,
                                      AtlasProblem  problem,
                                      const char   *detail);
void          atlas_answer_fault     (AtlasAnswer  *self,
                                      GError       *error);
void          atlas_answer_pack      (AtlasAnswer  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasRequest, atlas_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasAnswer, atlas_answer_free)

G_END_DECLS
