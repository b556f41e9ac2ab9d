/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-error.h"
#include "base/atlas-json.h"

static void
test_refuses_what_is_not_json (void)
{
  static const char *bad[] = {
    "", "{", "{} {}", "/* no */ {}", "{\"a\":1,\"a\":2}", "[012]", "\"a\\u0000b\"",
    "[123456789012345678901234567890]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(json_t) value = atlas_json_parse (bad[i], -1, &error);

      g_assert_null (value);
      g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
    }
}

static void
test_deep_nesting_is_an_error (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *deep = g_strnfill (100000, '[');

  g_assert_null (atlas_json_parse (deep, -1, &error));
  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
}

static void
test_equal_values_give_equal_text (void)
{
  g_autoptr(json_t) value = atlas_json_parse ("{\"b\": 1, \"a\": [true, null]}", -1, NULL);
  g_autofree char *text = atlas_json_to_text (value);

  g_assert_cmpstr (text, ==, "{\"a\":[true,null],\"b\":1}");
  g_assert_true (atlas_json_equal (NULL, json_null ()));
  g_assert_false (atlas_json_equal (value, NULL));
}

static void
test_large_integers_are_found (void)
{
  g_autoptr(json_t) exact = atlas_json_parse ("[{\"a\":9007199254740991},-9007199254740991,1e300,"
                                              "\"9007199254740993\",null]", -1, NULL);
  static const char *others[] = {
    "9007199254740992", "[-9007199254740992]", "{\"a\":[1,{\"b\":9223372036854775807}]}",
  };

  g_assert_true (atlas_json_is_exact (exact));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr(json_t) value = atlas_json_parse (others[i], -1, NULL);

      g_assert_nonnull (value);
      g_assert_false (atlas_json_is_exact (value));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/json/refuses-what-is-not-json", test_refuses_what_is_not_json);
  g_test_add_func ("/base/json/deep-nesting-is-an-error", test_deep_nesting_is_an_error);
  g_test_add_func ("/base/json/equal-values-give-equal-text", test_equal_values_give_equal_text);
  g_test_add_func ("/base/json/large-integers-are-found", test_large_integers_are_found);

  return g_test_run ();
}
