/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a laptop that asks for news and gets none costs a server that holds a million records; and
 * how many such answers a second the server gives, against nginx giving the same bytes from memory
 * over TLS, to the same callers.
 */
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "speed-fixture.h"

#define RECORDS    1000000
#define CALLERS    4
#define REQUESTS   1500         /* of each caller in a run */
#define RUNS       3
#define NGINX_PORT "18443"
#define WAIT_US    20000

typedef struct {
  const char *url;
  const char *ca;
  const char *access;
} Caller;

static double
server_cpu_s (TestServer *server)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat",
                                           g_subprocess_get_identifier (server->process));
  g_autofree char *text = NULL;
  g_auto(GStrv) words = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  /* utime and stime are the 12th and 13th after the name in brackets, in ticks. */
  words = g_strsplit (strrchr (text, ')') + 2, " ", -1);
  return (double) (g_ascii_strtoull (words[11], NULL, 10) + g_ascii_strtoull (words[12], NULL, 10)) /
         (double) sysconf (_SC_CLK_TCK);
}
