/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "demo/atlas-demo-private.h"

/* Words that sound like England and, put together, name no place and no family that we know of. */
static const char * const beginnings[] = {
  "Quill", "Tansy", "Marlpit", "Teasel", "Sorrel", "Wicket", "Fennick", "Bramble", "Copper",
  "Lantern", "Thistle", "Hollyhock", "Yarrow", "Juniper", "Saffron", "Campion", "Medlar", "Plover",
  "Dunnock", "Linnet", "Fieldfare", "Goldcrest", "Bullace", "Damson", "Harebell", "Betony",
  "Comfrey",
  "Burnet", "Vetch", "Sedge", "Spindle", "Dogwood", "Osier", "Tamarisk", "Larkspur", "Mullein",
};
static const char * const place_endings[] = {
  "stead", "holt", "combe", "wick", "mere", "hythe", "garth", "shaw", "croft", "thorpe", "den",
  "bourne", "fold", "lea", "hurst", "dale", "cote", "gate",
};
static const char * const family_endings[] = {
  "feather", "worth", "man", "son", "well", "by", "thwaite", "ridge", "wright", "more", "lock",
  "fielder", "dyke", "beck", "haven", "stone", "cliffe", "ings",
};
static const char * const girls[] = {
  "Amelia", "Aisha", "Bethan", "Chloe", "Daisy", "Ella", "Esme", "Fatima", "Grace", "Hannah",
  "Isla", "Jasmine", "Keira", "Layla", "Maya", "Niamh", "Olivia", "Poppy", "Ruby", "Sofia",
  "Tia", "Yasmin", "Zara", "Zofia",
};
static const char * const boys[] = {
  "Adam", "Alfie", "Amir", "Ben", "Callum", "Daniel", "Dylan", "Ethan", "Finley", "George",
  "Harrison", "Idris", "Jack", "Jayden", "Kai", "Leo", "Liam", "Mason", "Noah", "Oscar",
  "Reece", "Samuel", "Tyler", "Yusuf", "Zak",
};

/**
 * atlas_demo_school_name:
 * @demo: the demonstration
 * @random: chance
 * @ending: what kind of school, as "Primary School"
 *
 * Returns: (transfer full): a name that no other invented school has
 */
char *
atlas_demo_school_name (AtlasDemo       *demo,
                        AtlasDemoRandom *random,
                        const char      *ending)
{
  g_autofree char *name = NULL;

  do
    {
      const char *beginning = atlas_demo_random_pick (random, beginnings);

      g_free (name);
      name = g_strconcat (beginning, atlas_demo_random_pick (random, place_endings), NULL);
    }
  while (!g_hash_table_add (demo->used_names, g_strdup (name)));

  return g_strconcat (name, " ", ending, NULL);
}

const char *
atlas_demo_first_name (AtlasDemoRandom *random,
                       const char      *sex)
{
  if (*sex == 'F')
    return atlas_demo_random_pick (random, girls);

  return atlas_demo_random_pick (random, boys);
}

char *
atlas_demo_last_name (AtlasDemoRandom *random)
{
  const char *beginning = atlas_demo_random_pick (random, beginnings);

  return g_strconcat (beginning, atlas_demo_random_pick (random, family_endings), NULL);
}
