/* SPDX-License-Identifier: GPL-3.0-or-later */

void
deep (int n)
{
  for (int i = 0; i < n; i++)
    {
      if (i > 1)
        {
          while (n > 2)
            {
              if (n == 3)
                {
                  n--;
                  i++;
                }
            }
        }
    }
}

void
flat (int n)
{
  for (int i = 0; i < n; i++)
    {
      if (i > 1)
        {
          while (n > 2)
            {
              n--;
              i++;
            }
        }
    }
}
