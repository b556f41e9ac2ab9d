/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-server"

#include "config.h"

#include "server/atlas-limiter.h"

#include <math.h>
#include <string.h>

#define FIRST_SWEEP  1024
#define MOST_BUCKETS 65536              /* some 8 MB; beyond it everybody begins afresh */
#define S_PER_MINUTE 60.0
#define PREFIX_BYTES 8                  /* of an IPv6 address: one household or office has a /64 */

/**
 * AtlasLimiter:
 *
 * A bucket of tokens for each key, be it an address or a laptop: every request takes one, and they
 * come back at an even rate up to the bucket's size. Who has none left waits for one. It is kept in
 * the process: a server that starts afresh forgives.
 */
struct _AtlasLimiter
{
  double      per_us;                   /* tokens; 0 for no limit */
  double      burst;
  GHashTable *buckets;                  /* (element-type utf8 Bucket): by key */
  guint       next_sweep;               /* at that many buckets */
};

typedef struct {
  double tokens;
  gint64 at_us;                         /* when they were that many */
} Bucket;

AtlasLimiter *
atlas_limiter_new (void)
{
  AtlasLimiter *self = g_new0 (AtlasLimiter, 1);

  self->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->next_sweep = FIRST_SWEEP;
  return self;
}

void
atlas_limiter_free (AtlasLimiter *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->buckets);
  g_free (self);
}

/**
 * atlas_limiter_set:
 * @self: a limiter
 * @per_minute: tokens that come back in a minute; 0 for no limit
 * @burst: tokens that a bucket holds
 *
 * Changes the limit, for buckets that are there too.
 */
void
atlas_limiter_set (AtlasLimiter *self,
                   int           per_minute,
                   int           burst)
{
  self->per_us = per_minute / (S_PER_MINUTE * G_USEC_PER_SEC);
  self->burst = burst;
}

static double
tokens_now (AtlasLimiter *self,
            const Bucket *bucket,
            gint64        now_us)
{
  double since_us = (double) MAX (now_us - bucket->at_us, 0);

  return MIN (bucket->tokens + since_us * self->per_us, self->burst);
}

/* A full bucket says no more than none. */
static void
sweep (AtlasLimiter *self,
       gint64        now_us)
{
  GHashTableIter iter;
  gpointer bucket;

  g_hash_table_iter_init (&iter, self->buckets);
  while (g_hash_table_iter_next (&iter, NULL, &bucket))
    if (tokens_now (self, bucket, now_us) >= self->burst)
      g_hash_table_iter_remove (&iter);

  if (g_hash_table_size (self->buckets) >= MOST_BUCKETS)
    g_hash_table_remove_all (self->buckets);
  self->next_sweep = MIN (MAX (FIRST_SWEEP, 2 * g_hash_table_size (self->buckets)), MOST_BUCKETS);
}

/**
 * atlas_limiter_wait_s:
 * @self: a limiter
 * @key: whose bucket
 * @now_us: the monotonic time
 *
 * Returns: 0 when there is a token, otherwise the whole seconds until there will be one
 */
guint
atlas_limiter_wait_s (AtlasLimiter *self,
                      const char   *key,
                      gint64        now_us)
{
  const Bucket *bucket = g_hash_table_lookup (self->buckets, key);
  double tokens;

  if (bucket == NULL || self->per_us <= 0)
    return 0;

  tokens = tokens_now (self, bucket, now_us);
  return tokens >= 1 ? 0 : (guint) ceil ((1 - tokens) / self->per_us / G_USEC_PER_SEC);
}

/**
 * atlas_limiter_charge:
 * @self: a limiter
 * @key: whose bucket
 * @now_us: the monotonic time
 *
 * Takes a token; an empty bucket stays empty.
 */
void
atlas_limiter_charge (AtlasLimiter *self,
                      const char   *key,
                      gint64        now_us)
{
  Bucket *bucket = g_hash_table_lookup (self->buckets, key);

  if (self->per_us <= 0)
    return;

  if (bucket == NULL)
    {
      if (g_hash_table_size (self->buckets) >= self->next_sweep)
        sweep (self, now_us);
      bucket = g_new0 (Bucket, 1);
      bucket->tokens = self->burst;
      g_hash_table_insert (self->buckets, g_strdup (key), bucket);
    }
  else
    {
      bucket->tokens = tokens_now (self, bucket, now_us);
    }

  bucket->tokens = MAX (bucket->tokens - 1, 0);
  bucket->at_us = now_us;
}

guint
atlas_limiter_get_n (AtlasLimiter *self)
{
  return g_hash_table_size (self->buckets);
}

static char *
address_key (GInetAddress *address)
{
  g_autoptr(GInetAddress) prefix = NULL;
  guint8 bytes[16] = { 0 };

  if (g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    return g_inet_address_to_string (address);

  memcpy (bytes, g_inet_address_to_bytes (address), PREFIX_BYTES);
  prefix = g_inet_address_new_from_bytes (bytes, G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (prefix);
}

/* What the nearest proxy saw: the last in the list. Those before it are the client's own words. */
static char *
forwarded_key (const char *forwarded)
{
  const char *comma = forwarded != NULL ? strrchr (forwarded, ',') : NULL;
  g_autofree char *last = g_strdup (comma != NULL ? comma + 1 : forwarded);
  g_autoptr(GInetAddress) address = NULL;

  if (last != NULL)
    address = g_inet_address_new_from_string (g_strstrip (last));

  return address != NULL ? address_key (address) : g_strdup ("proxy");
}

/**
 * atlas_limiter_address:
 * @remote: (nullable): the other end of the connection
 * @forwarded: (nullable): `X-Forwarded-For`
 *
 * Says whose a request is when it does not say so itself. What a header says is believed only of
 * one that came over a socket of this machine's own, where nobody is but the proxy; an IPv6 address
 * stands for its /64, since whoever has one address there has all of them.
 *
 * Returns: (transfer full): an address
 */
char *
atlas_limiter_address (GSocketAddress *remote,
                       const char     *forwarded)
{
  if (remote != NULL && G_IS_INET_SOCKET_ADDRESS (remote))
    return address_key (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)));

  return forwarded_key (forwarded);
}
