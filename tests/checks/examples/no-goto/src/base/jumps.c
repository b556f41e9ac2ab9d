/* SPDX-License-Identifier: GPL-3.0-or-later */
/* goto */
void
jump (void)
{
  goto out;
out:
  return;
}
