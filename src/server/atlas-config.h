/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AtlasServerLimits:
 * @idle_s: how long a connection may be silent between requests, or a request's head may take
 * @body_s: how long a request's body may take
 * @write_s: how long a client may take to read an answer
 * @queue: how many requests may wait for the database
 * @address_per_minute: requests from one address; 0 for no limit
 * @address_burst: how many of them at once
 * @device_per_minute: requests from one laptop; 0 for no limit
 * @device_burst: how many of them at once
 * @sign_in_per_minute: failed sign-ins from one address; 0 for no limit
 * @sign_in_burst: how many of them at once
 *
 * How patient the server is, and what one client may cost the others.
 */
typedef struct {
  int idle_s;
  int body_s;
  int write_s;
  int queue;
  int address_per_minute;
  int address_burst;
  int device_per_minute;
  int device_burst;
  int sign_in_per_minute;
  int sign_in_burst;
} AtlasServerLimits;

/**
 * AtlasConfig:
 * @listen: where to serve
 * @database: (nullable): where the county is kept, if the folder is not to be asked
 * @metrics_listen: (nullable): where `/metrics` is, besides or instead of @listen
 * @metrics_public: whether `/metrics` is answered on @listen
 * @log_level: the least that is written: `debug`, `info`, `message` or `warning`
 * @log_requests: whether each request is a line of the log
 * @limits: what a client may cost
 *
 * What an operator can decide about a server that runs.
 */
typedef struct {
  char             *listen;
  char             *database;
  char             *metrics_listen;
  int               metrics_public;
  char             *log_level;
  int               log_requests;
  AtlasServerLimits limits;
} AtlasConfig;

/**
 * AtlasConfigKey:
 * @group: the group that it stands in
 * @key: its name
 * @otherwise: its value when the file does not say
 *
 * One thing that may stand in a configuration file.
 */
typedef struct {
  const char *group;
  const char *key;
  const char *otherwise;
} AtlasConfigKey;

AtlasConfig *atlas_config_load     (const char     *path,
                                    GError        **error) G_GNUC_WARN_UNUSED_RESULT;
void         atlas_config_free     (AtlasConfig    *self);
gboolean     atlas_config_key      (guint           index,
                                    AtlasConfigKey *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasConfig, atlas_config_free)

G_END_DECLS
