#!/usr/bin/env bash
# With --lang zh every command speaks Chinese, in any environment; the environment decides where --lang is silent; the
# program finds its catalogue where it was built, installed, and carried elsewhere.
. "$(dirname "$0")/lib.sh"

# Two English words and more in a row, but for keys, names of files and options, and what a person typed.
english() {
  sed -E 's/a made-up county|CPLEX LP|fills a post|for the quota//g; s/[A-Za-z_0-9./-]+\.(csv|txt|html|xlsx|db|lp|mo)//g; s/--[a-z]+(-[a-z]+)*//g; s/junheng [a-z]+( [A-Za-z0-9_./-]+)*//g; s/[a-z]+(_[a-z0-9]+)+//g; s/[A-Z]+(-[A-Z]+)?|\[[A-Z]+\]//g' "$@" |
    grep -E '[a-z]{2,}[,:;]? [a-z]{2,}' || true
}
quiet_in_english() { # WHAT: neither stream of the last run says an English sentence
  english out err > said
  [ ! -s said ] || { cat said; fail "$1 says English with --lang zh"; }
  LC_ALL=C grep -q $'[\xE4-\xE9]' out err || fail "$1 says nothing in Chinese"
}
zh() { # STATUS ARGUMENTS...
  run "$@" --lang zh
  shift
  quiet_in_english "$*"
}

zh 0 init c
county=c/example
zh 0 --help
for command in check rotate allocate consolidate audit compare sweep import export policy init trace; do zh 0 "$command" --help; done
zh 0 check "$county"
zh 0 policy "$county"
for job in rotate allocate consolidate; do
  zh 0 "$job" "$county" --year 2020 --out "p/$job" --progress
  zh 0 audit "$county" "p/$job"
done
zh 0 consolidate "$county" --year 2020 --set number_of_schools=5 --out p/five
zh 0 compare p/consolidate p/five --out p/compare.csv
zh 0 compare p/rotate p/rotate
mkdir what-if
printf 'table,key,column,value,why\npolicy,rotation_share,value,12,试算\n' > what-if/twelve.csv
zh 0 sweep "$county" rotate --year 2020 --scenarios what-if --out p/sweep
zh 0 import "$county" c.db
zh 5 import "$county" c.db
zh 0 export c.db c-again
zh 3 rotate "$county" --year 2020 --set backbone_share=100 --out p/no
plain p/no/needs.csv | grep -q '骨干教师' || fail "needs.csv is not in Chinese"
plain p/rotate/audit.csv | grep -q '符合交流条件' || fail "audit.csv is not in Chinese"

# Faults: tables, change tables, parameters, plans, the line itself.
zh 2 check "$county" --set no_such_key=1
zh 2 check "$county" --set rotation_share=abc
zh 5 check nowhere
says '没有这个文件或文件夹'
cp -r "$county" bad
sed -i '2s/,[0-9]*,/,x,/3; 3s/rural/hill/' bad/schools.csv
printf 'P01,11,-1,S99,\n"P02,1,1,,\n' >> bad/pupils.csv
zh 2 check bad
printf 'table,key,column,value,why\nschools,S99,rooms,1,\nnothing,*,rooms,1,\n' > change.csv
zh 2 check "$county" --scenario change.csv
for line in "rotat $county" "rotate" "rotate $county --gap 101" "rotate $county --frob" "rotate $county --year" "sweep $county rotate"; do
  # shellcheck disable=SC2086
  zh 1 $line
done

# A column is named as the file names it.
mkdir heads
printf '学校编号,学校名称,乡镇,城乡,起始年级,终止年级,教室数\nA,中心,镇,城区,1,6,abc\n' > heads/schools.csv
printf 'place_id,name\nP1,东门\n' > heads/places.csv
printf 'place_id,grade,pupils,school_id\nP1,1,3,A\n' > heads/pupils.csv
zh 2 check heads
says "schools.csv:2: 教室数 'abc'：应为整数"

# The environment, by the rules of gettext; --lang wins.
speaks() { # LANGUAGE VARIABLES...: of the usage line
  local wanted=$1
  shift
  env "$@" "$JUNHENG" --help > out 2> err < /dev/null
  case $wanted in zh) head -n 1 out | grep -q '用法' ;; en) head -n 1 out | grep -q 'Usage' ;; esac || fail "$* does not speak $wanted"
}
speaks en X=1
speaks zh LANG=zh_CN.UTF-8
speaks zh LC_MESSAGES=zh_CN.UTF-8 LANG=en_US.UTF-8
speaks en LC_ALL=C LANG=zh_CN.UTF-8
speaks en LC_ALL=C LANGUAGE=zh_CN
speaks en LANG=zh_CN.UTF-8 LANGUAGE=en
speaks zh LANG=C.UTF-8 LANGUAGE=fr:zh_CN:en
for environment in LC_ALL=C LC_ALL=POSIX LANGUAGE=en LANG=xx_XX LC_ALL=zh_CN.UTF-8; do
  env "$environment" "$JUNHENG" --help --lang zh > out 2> err
  head -n 1 out | grep -q '用法' || fail "$environment takes --lang zh away"
  [ ! -s err ] || fail "$environment: $(cat err)"
done
LANG_OF_RUN=zh_CN.UTF-8 run 0 --help --lang en
head -n 1 out | grep -q Usage || fail "--lang en speaks Chinese"

# Installed, carried away with its share/, and without a catalogue.
cmake --install "$BUILD_DIR" --prefix "$work/prefix" > /dev/null
mv prefix 'carried 到别处'
JUNHENG="$work/carried 到别处/bin/junheng" run 0 --help --lang zh
head -n 1 out | grep -q '用法' || fail "an installed program does not find its catalogue"
mkdir alone
cp "$JUNHENG" alone/junheng
JUNHENG=$work/alone/junheng run 0 check "$county" --lang zh
tells 'Sites'
[ "$(grep -c 'no Chinese catalogue' err)" = 1 ] || fail "no one warning without a catalogue"
LANG_OF_RUN=zh_CN.UTF-8 JUNHENG=$work/alone/junheng run 0 check "$county"
[ ! -s err ] || fail "a warning that nobody asked for"
