/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A client that knows of records nothing but what `GET /v1/schema/1` says. Protocol, section 3. */
#include "config.h"

#include <string.h>

#include "../isolate.h"
#include "base/atlas-id.h"
#include "server-fixture.h"

/* More than the longest chain of records of which each needs the one before. */
#define MOST_PASSES 12

static TestServer *shared;

typedef struct {
  TestClient *client;
  json_t     *types;
  json_t     *known;            /* by type, the id of one record */
} Stranger;

static json_t *
get_schema (TestClient *client)
{
  json_t *schema = test_client_send (client, "GET", "/v1/schema/1", NULL);

  g_assert_cmpuint (client->status, ==, 200);
  g_assert_cmpint (atlas_json_integer (schema, "schema", 0), ==, 1);
  return schema;
}

static json_t *
first_code (json_t *field)
{
  return json_array_get (json_object_get (field, "codes"), 0);
}

static json_t *
make_ref (Stranger   *self,
          const char *type)
{
  return json_incref (json_object_get (self->known, type));
}

/* A value of the field's kind, or NULL when there is no record to name yet. */
static json_t *
make_value (Stranger *self,
            json_t   *field)
{
  const char *kind = atlas_json_string (field, "kind");

  if (strcmp (kind, "ref") == 0)
    return make_ref (self, atlas_json_string (field, "type"));
  if (strcmp (kind, "code") == 0)
    return json_incref (first_code (field));
  if (strcmp (kind, "set") == 0)
    return first_code (field) != NULL ? json_pack ("[O]", first_code (field))
                                      : json_pack ("[s]", "words");
  if (strcmp (kind, "date") == 0)
    return json_string ("2026-01-05");
  if (strcmp (kind, "time") == 0)
    return json_string ("2026-01-05T09:00:00.000Z");
  if (strcmp (kind, "integer") == 0)
    return json_integer (MAX (atlas_json_integer (field, "min", 1), 1));
  if (strcmp (kind, "decimal") == 0)
    return json_string ("1");
  if (strcmp (kind, "boolean") == 0)
    return json_true ();
  if (strcmp (kind, "range") == 0)
    return json_pack ("{s:s, s:s}", "from", "2026-01-05", "to", "2026-01-06");
  if (strcmp (kind, "subject") == 0)
    return json_object_get (self->known, "child") == NULL
           ? NULL : json_pack ("[s, O]", "child", json_object_get (self->known, "child"));
  if (strcmp (kind, "blob") == 0)
    return json_pack ("{s:s, s:i, s:s, s:s}", "blob",
                      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                      "size", 0, "media", "text/plain", "name", "a.txt");
  if (strcmp (kind, "json") == 0)
    return json_object ();

  g_assert_cmpstr (kind, ==, "text");
  return json_string ("words");
}

static gboolean
is_wanted (json_t  *field,
           gboolean whole)
{
  return strcmp (atlas_json_string (field, "merge"), "computed") != 0 &&
         (whole || atlas_json_boolean (field, "required"));
}

/* The fields of a record with all of them or only the required ones; NULL when one that is required
 * cannot be made yet. */
static json_t *
make_fields (Stranger *self,
             json_t   *type,
             gboolean  whole)
{
  g_autoptr(json_t) fields = json_object ();
  const char *name;
  json_t *field;

  json_object_foreach (json_object_get (type, "fields"), name, field)
  {
    json_t *value = is_wanted (field, whole) ? make_value (self, field) : NULL;

    if (value != NULL)
      json_object_set_new (fields, name, value);
    else if (is_wanted (field, FALSE))
      return NULL;
  }

  return g_steal_pointer (&fields);
}

static gboolean
create (Stranger   *self,
        const char *name,
        gboolean    whole)
{
  json_t *type = json_object_get (self->types, name);
  g_autofree char *id = atlas_id_new ();
  g_autoptr(json_t) answer = NULL;
  json_t *fields = make_fields (self, type, whole);

  if (fields == NULL)
    return FALSE;

  answer = test_client_push (self->client,
                             json_pack ("[{s:s, s:s, s:s, s:o}]", "op", "create", "type", name,
                                        "id", id, "fields", fields));
  g_test_message ("%s: %s", name,
                  atlas_json_string (json_object_get (test_result (answer, 0), "problem"),
                                     "detail"));
  test_assert_state (answer, "applied");
  json_object_set_new (self->known, name, json_string (id));
  return TRUE;
}

static void
test_a_stranger_can_create_every_type (gconstpointer data)
{
  gboolean whole = GPOINTER_TO_INT (data);
  g_autoptr(TestClient) client = test_client_for (shared, "county_officer", "county");
  g_autoptr(json_t) schema = get_schema (client);
  g_autoptr(json_t) known = json_object ();
  Stranger self = { client, json_object_get (schema, "types"), known };
  guint n_left = 1;

  for (int i = 0; i < MOST_PASSES && n_left > 0; i++)
    {
      const char *name;
      json_t *type;

      n_left = 0;
      json_object_foreach (self.types, name, type)
      {
        if (!atlas_json_boolean (type, "server_made") &&
            json_object_get (known, name) == NULL && !create (&self, name, whole))
          n_left++;
      }
    }

  g_assert_cmpuint (n_left, ==, 0);
  g_assert_cmpuint (json_object_size (known), >, 20);
}

static void
test_it_says_what_is_masked_and_guarded (void)
{
  g_autoptr(TestClient) client = test_client_for (shared, "county_officer", "county");
  g_autoptr(json_t) schema = get_schema (client);
  json_t *types = json_object_get (schema, "types");
  json_t *child = json_object_get (json_object_get (types, "child"), "fields");
  json_t *referral = json_object_get (json_object_get (types, "referral"), "fields");
  json_t *step = json_object_get (referral, "step");

  g_assert_true (atlas_json_boolean (json_object_get (child, "last_name"), "mask"));
  g_assert_null (json_object_get (json_object_get (child, "area"), "mask"));
  g_assert_cmpstr (atlas_json_string (step, "merge"), ==, "guarded");
  g_assert_cmpstr (atlas_json_string (step, "group"), ==, "step");
  g_assert_true (json_is_array (json_object_get (json_object_get (step, "next"), "draft")));
  g_assert_true (json_is_false (json_object_get (json_object_get (types, "child"), "append_only")));
}

int
main (int    argc,
      char **argv)
{
  int failures;

  g_test_init (&argc, &argv, TEST_ISOLATE, NULL);
  g_test_add_data_func ("/server/schema/a-stranger-creates-every-type-with-what-it-needs",
                        GINT_TO_POINTER (FALSE), test_a_stranger_can_create_every_type);
  g_test_add_data_func ("/server/schema/a-stranger-creates-every-type-whole",
                        GINT_TO_POINTER (TRUE), test_a_stranger_can_create_every_type);
  g_test_add_func ("/server/schema/it-says-what-is-masked-and-guarded",
                   test_it_says_what_is_masked_and_guarded);

  shared = test_server_new (NULL);
  failures = g_test_run ();
  test_server_free (shared);

  return failures;
}
