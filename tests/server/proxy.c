/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tests' proxy as a process: `proxy USER PASSWORD` prints its address, and lets through who
 * shows these until its input ends.
 */
#include "config.h"

#include <stdio.h>

#include "test-proxy.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr(TestProxy) proxy = NULL;

  if (argc != 3)
    return 2;

  proxy = test_proxy_new ();
  test_proxy_ask (proxy, argv[1], argv[2]);
  printf ("%s\n", test_proxy_url (proxy));
  fflush (stdout);
  while (getchar () != EOF)
    ;

  return 0;
}
