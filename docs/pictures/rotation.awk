# Draws a rotation plan as SVG: who sends, who receives, how many go where. Renewed from the example county with
#   junheng rotate scenarios/jinghong --out /tmp/rotate
#   awk -f docs/pictures/rotation.awk scenarios/jinghong/schools.csv /tmp/rotate/roster.csv > docs/pictures/rotation.svg
BEGIN { FS = ","; OFMT = CONVFMT = "%.1f"; width = 960; height = 760; margin = 40; left = 430 }
{ sub(/\r$/, ""); sub(/^\357\273\277/, "") }
FNR == 1 { for (i = 1; i <= NF; i++) column[FILENAME, $i] = i; file++; next }
file == 1 {
  id = $column[FILENAME, "school_id"]
  if ($column[FILENAME, "status"] != "open" && $column[FILENAME, "status"] != "") next
  lon[id] = $column[FILENAME, "lon"] + 0
  lat[id] = $column[FILENAME, "lat"] + 0
  if (!n++ || lon[id] < west) west = lon[id]
  if (n == 1 || lon[id] > east) east = lon[id]
  if (n == 1 || lat[id] < south) south = lat[id]
  if (n == 1 || lat[id] > north) north = lat[id]
  next
}
{
  go[$column[FILENAME, "from_school"] SUBSEP $column[FILENAME, "to_school"]]++
  sent[$column[FILENAME, "from_school"]]++
  came[$column[FILENAME, "to_school"]]++
  backbone += $column[FILENAME, "backbone"]
  all++
}
function x(id) { return left + (lon[id] - west) * scale * narrow }
function y(id) { return margin + (north - lat[id]) * scale }
function say(size, ink, text) {
  printf "<text x=\"%d\" y=\"%d\" font-size=\"%d\" fill=\"%s\">%s</text>\n", margin, line, size, ink, text
  line += size * 1.65
}
function key(shape, text) {
  printf "%s<text x=\"%d\" y=\"%d\" font-size=\"15\" fill=\"#222\">%s</text>\n", shape, margin + 24, line, text
  line += 26
}
END {
  narrow = cos((north + south) / 2 * 3.14159265 / 180)
  scale = (height - 2 * margin) / (north - south)
  if ((width - left - margin) / ((east - west) * narrow) < scale) scale = (width - left - margin) / ((east - west) * narrow)
  for (id in sent) senders++
  for (id in came) receivers++
  printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" role=\"img\" aria-labelledby=\"title\">\n", width, height
  printf "<title id=\"title\">A rotation plan of the example county: %d teachers from %d schools to %d rural schools</title>\n", all, senders, receivers
  printf "<rect width=\"%d\" height=\"%d\" fill=\"#fcfbf7\"/>\n", width, height
  line = 80
  say(30, "#222", "教师交流")
  say(22, "#222", "One year&#8217;s rotation")
  line += 14
  say(17, "#222", all " teachers, " backbone " of them backbone,")
  say(17, "#222", "from " senders " town and quality schools")
  say(17, "#222", "to " receivers " rural schools.")
  line += 14
  say(17, "#222", "A line joins the two schools, as thick")
  say(17, "#222", "as the teachers it carries.")
  line += 30
  key(sprintf("<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"#2b5c8a\"/>", margin, line - 11), "sends 派出")
  key(sprintf("<circle cx=\"%d\" cy=\"%d\" r=\"6.5\" fill=\"#e08a1e\"/>", margin + 6, line - 5), "receives 接收")
  key(sprintf("<circle cx=\"%d\" cy=\"%d\" r=\"2.5\" fill=\"#aaa\"/>", margin + 6, line - 5), "other schools and points")
  line = height - 46
  say(13, "#666", "The example county, scenarios/jinghong:")
  say(13, "#666", "its tables are made up.")
  for (id in lon) if (!(id in sent) && !(id in came)) printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"#aaa\"/>\n", x(id), y(id) | "sort"
  close("sort")
  for (pair in go) {
    split(pair, end, SUBSEP)
    printf "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#2b5c8a\" stroke-opacity=\"0.4\" stroke-width=\"%.1f\"/>\n", x(end[1]), y(end[1]), x(end[2]), y(end[2]), 0.8 + 0.8 * go[pair] | "sort"
  }
  close("sort")
  for (id in came) printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"#e08a1e\" stroke=\"#fff\"/>\n", x(id), y(id), 1.5 + 2 * sqrt(came[id]) | "sort"
  close("sort")
  for (id in sent) {
    r = 1.5 + 1.6 * sqrt(sent[id])
    printf "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#2b5c8a\" stroke=\"#fff\"/>\n", x(id) - r, y(id) - r, 2 * r, 2 * r | "sort"
  }
  close("sort")
  print "</svg>"
}
