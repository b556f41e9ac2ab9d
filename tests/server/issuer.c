/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tests' identity provider as a process: `issuer CA-FILE` writes its authority's certificate
 * there, prints its address, and answers until its input ends. A line of input is the subject of
 * every token to come, and is answered by a line.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "test-issuer.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr(TestIssuer) issuer = NULL;
  char line[256];

  if (argc != 2)
    return 2;

  issuer = test_issuer_new ();
  if (!g_file_set_contents (argv[1], test_issuer_ca (issuer), -1, NULL))
    return 1;

  printf ("%s\n", test_issuer_url (issuer));
  fflush (stdout);
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      line[strcspn (line, "\n")] = '\0';
      test_issuer_set_claim (issuer, "sub", json_string (line));
      puts ("ok");
      fflush (stdout);
    }

  return 0;
}
