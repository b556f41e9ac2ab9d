/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real server process in a folder of its own, and a small client that speaks to it over TLS. */
#pragma once

#include <libsoup/soup.h>
#include <sodium.h>

#include "base/atlas-json.h"

G_BEGIN_DECLS

typedef struct {
  char        *parent;
  char        *folder;
  char        *database;        /* (nullable): NULL when it is a file in the folder */
  char        *config;          /* (nullable): a configuration file */
  char        *log;             /* (nullable): where its next start writes its log */
  char        *listen;          /* (nullable): where, if not on a port that is free */
  char        *ca;
  char        *admin_code;
  char        *url;             /* (nullable): NULL on a Unix socket */
  GSubprocess *process;         /* (nullable): NULL while it is stopped */
  gboolean     is_beside;       /* one more process of another one's county */
} TestServer;

typedef struct {
  TestServer  *server;
  SoupSession *session;
  char        *device;
  char        *prefix;
  char        *user;
  char        *access;
  char        *refresh;
  char        *epoch;
  char        *cursor;
  gint64       n;               /* of the last set */
  guint        status;          /* of the last answer */
  char        *etag;
  char        *retry_after;
  char        *sync_epoch;
  guint8       secret_key[crypto_sign_SECRETKEYBYTES];
  guint8       public_key[crypto_sign_PUBLICKEYBYTES];
} TestClient;

TestServer *test_server_new        (const char  *config);
TestServer *test_server_beside     (TestServer  *other,
                                    const char  *listen);
void        test_server_free       (TestServer  *self);
void        test_server_start      (TestServer  *self);
void        test_server_stop       (TestServer  *self,
                                    int          signal);
char       *test_server_run        (TestServer  *self,
                                    int          exit_code,
                                    const char  *input,
                                    ...) G_GNUC_NULL_TERMINATED;
void        test_server_sql        (TestServer  *self,
                                    const char  *sql);
char       *test_server_add_user   (TestServer  *self,
                                    const char  *name,
                                    const char  *role,
                                    const char  *scope);

TestClient *test_client_new        (TestServer  *server);
TestClient *test_client_enrol      (TestServer  *server,
                                    const char  *code);
TestClient *test_client_for        (TestServer  *server,
                                    const char  *role,
                                    const char  *scope);
void        test_client_free       (TestClient  *self);
json_t     *test_client_send       (TestClient  *self,
                                    const char  *method,
                                    const char  *path,
                                    json_t      *body);
json_t     *test_client_enrol_with (TestClient  *self,
                                    const char  *proof,
                                    const char  *formerly);
json_t     *test_client_token      (TestClient  *self,
                                    const char  *refresh,
                                    gint64       ts);
void        test_client_take       (TestClient  *self,
                                    json_t      *answer);
json_t     *test_client_set        (TestClient  *self,
                                    json_t      *ops);
json_t     *test_client_push_sets  (TestClient  *self,
                                    json_t      *sets);
json_t     *test_client_push       (TestClient  *self,
                                    json_t      *ops);
json_t     *test_client_pull       (TestClient  *self);
SoupMessage *test_client_message   (TestClient  *self,
                                    const char  *method,
                                    const char  *path) G_GNUC_WARN_UNUSED_RESULT;
void        test_client_upload     (TestClient  *self,
                                    const char  *name,
                                    GBytes      *file);
char       *test_client_refer      (TestClient  *self,
                                    const char  *area,
                                    char       **child) G_GNUC_WARN_UNUSED_RESULT;

void        test_remove_folder     (const char  *path);
json_t     *test_json              (const char  *format,
                                    ...) G_GNUC_PRINTF (1, 2);
const char *test_problem           (json_t      *answer);
json_t     *test_result            (json_t      *answer,
                                    gsize        index);
void        test_assert_state      (json_t      *answer,
                                    const char  *state);
void        test_assert_parked     (json_t      *answer,
                                    const char  *reason);
json_t     *test_find              (json_t      *changes,
                                    const char  *type,
                                    const char  *id);
char       *test_key_id            (const char  *type,
                                    const char  *key);
json_t     *test_create_child      (const char  *id,
                                    const char  *area);
json_t     *test_create_referral   (const char  *id,
                                    const char  *child);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestServer, test_server_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestClient, test_client_free)

G_END_DECLS
