#!/usr/bin/env bash
# plan.xlsx opens in another program (openpyxl): a sheet for each table, heads frozen and filtered, a first sheet with
# charts, names as they are in the tables, and not one cell that would run.
. "$SOURCE_DIR/tests/cli/lib.sh"
python=$(for p in /usr/bin/python3 python3; do "$p" -c 'import openpyxl' 2> out && echo "$p" && break; done) ||
  { echo "SKIPPED: no openpyxl (python3-openpyxl)"; exit 77; }
two_schools county
rlo=$(printf '\342\200\256')
# What a spreadsheet would run, what a browser would, what turns the line round, what begins with a tab.
sed -i "2s/刀勇/=HYPERLINK(1)/; 3s/岩罕/+86<script>/; 4s/陈玉兰/@SUM(A1)𠮷$rlo/; 5s/玉光/-1+1/" county/teachers.csv
sed -i '2s/中心小学/"=cmd|a!A1 ""x"""/; 3s/村小/"\t=1+1"/' county/schools.csv
printf 'key,value,source\nrotation_share,75,=1+1\nmax_leave_share,100,@x\n' > county/policy.csv
cat > look.py <<'PY'
import csv, sys, openpyxl
folder, job = sys.argv[1], sys.argv[2]
book = openpyxl.load_workbook(folder + "/plan.xlsx")
assert book.sheetnames[0] == "overview", book.sheetnames
assert len(book["overview"]._charts) >= 1, "no chart in the overview"
for name in book.sheetnames:
    sheet = book[name]
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type != "f", (name, cell.coordinate, cell.value)
    if name == "overview":
        continue
    assert sheet.freeze_panes == "A2", (name, sheet.freeze_panes)
    assert sheet.auto_filter.ref and sheet.auto_filter.ref.startswith("A1:"), (name, sheet.auto_filter.ref)
    with open(folder + "/" + name + ".csv", encoding="utf-8-sig", newline="") as text:
        rows = [r for r in csv.reader(text) if r[0] != "seconds"]
    assert sheet.max_row == len(rows), (name, sheet.max_row, len(rows))
    assert [c.value for c in sheet[1]] == rows[0], (name, rows[0])
    for cells, row in zip(sheet.iter_rows(min_row=2, values_only=True), rows[1:]):
        for cell, text in zip(cells, row):
            # The apostrophe of the CSV is for spreadsheets that would run the text; a workbook needs none.
            if isinstance(cell, str):
                assert text.lstrip("'") == cell.lstrip("'"), (name, cell, text)
                assert not text or text[0] not in "=+@\t\r" , (name, text)
if job == "rotate":
    names = {row[2] for row in book["roster"].iter_rows(min_row=2, values_only=True)}
    assert names & {"=HYPERLINK(1)", "+86<script>", "@SUM(A1)𠮷\u202e", "-1+1"}, names
PY
for job in rotate allocate consolidate; do
  run 0 $job county --year 2020 --out $job
  "$python" look.py $job $job || fail "$job: the workbook is not what the tables are"
done
