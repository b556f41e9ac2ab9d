/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-digest.h"

#define ID "0194f0c2-7b1e-7c3a-8d52-0a1b2c3d4e5f"

/* python3: hashlib.sha256(b"referral\0" + uuid.UUID(ID).bytes + struct.pack(">Q", 8)) */
static void
test_a_record_is_hashed_as_published (void)
{
  guint8 id[ATLAS_ID_BYTES];

  g_assert_true (atlas_id_to_bytes (ID, id));
  g_assert_cmphex (atlas_digest_of_record ("referral", id, 8), ==, 0x0eb9b267faca5cb1);
  g_assert_cmphex (atlas_digest_of_record ("child", id, 1), ==, 0x65a805a01316cced);
  g_assert_cmphex (atlas_digest_bucket ("referral", id), ==, 0x55);
}

static void
test_a_sum_is_sixteen_digits (void)
{
  g_autofree char *small = atlas_digest_format (0xb1);
  g_autofree char *large = atlas_digest_format (G_MAXUINT64);
  guint64 sum = 0;

  g_assert_cmpstr (small, ==, "00000000000000b1");
  g_assert_cmpstr (large, ==, "ffffffffffffffff");
  g_assert_true (atlas_digest_parse (large, &sum));
  g_assert_cmphex (sum, ==, G_MAXUINT64);
  g_assert_false (atlas_digest_parse ("b1", &sum));
  g_assert_false (atlas_digest_parse ("00000000000000B1", &sum));
  g_assert_false (atlas_digest_parse ("-0000000000000b1", &sum));
  g_assert_false (atlas_digest_parse (NULL, &sum));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/digest/a-record-is-hashed-as-published",
                   test_a_record_is_hashed_as_published);
  g_test_add_func ("/base/digest/a-sum-is-sixteen-digits", test_a_sum_is_sixteen_digits);

  return g_test_run ();
}
