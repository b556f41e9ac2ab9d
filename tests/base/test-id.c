/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-id.h"

#include <string.h>

static void
test_new_ids_are_version_seven_and_rise (void)
{
  g_autofree char *first = atlas_id_new ();
  g_autofree char *second = NULL;

  g_usleep (2000);
  second = atlas_id_new ();

  g_assert_true (atlas_id_is_valid (first));
  g_assert_cmpint (first[14], ==, '7');
  g_assert_nonnull (strchr ("89ab", first[19]));
  g_assert_cmpstr (first, <, second);
}

static void
test_pack_ids_are_the_same_everywhere (void)
{
  g_autofree char *id = atlas_id_for_pack ("hertfordshire", "area", "dspl2");

  /* python3: uuid.uuid5(uuid.UUID('2dd05b2c-7162-547c-a24e-9c6033b89b72'),
     'hertfordshire/area/dspl2') */
  g_assert_cmpstr (id, ==, "551af830-a5bd-5933-8b46-cb85c4b72732");
}

static void
test_bytes_and_text_agree (void)
{
  g_autofree char *id = atlas_id_new ();
  g_autofree char *again = NULL;
  guint8 bytes[ATLAS_ID_BYTES];

  g_assert_true (atlas_id_to_bytes (id, bytes));
  again = atlas_id_from_bytes (bytes);
  g_assert_cmpstr (again, ==, id);
  g_assert_false (atlas_id_is_valid ("0195C0DE-0000-7000-8000-000000000000"));
  g_assert_false (atlas_id_is_valid ("0195c0de-0000-7000-8000-00000000000"));
  g_assert_false (atlas_id_is_valid (NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/id/new-ids-are-version-seven-and-rise",
                   test_new_ids_are_version_seven_and_rise);
  g_test_add_func ("/base/id/pack-ids-are-the-same-everywhere",
                   test_pack_ids_are_the_same_everywhere);
  g_test_add_func ("/base/id/bytes-and-text-agree", test_bytes_and_text_agree);

  return g_test_run ();
}
