#!/usr/bin/env bash
# The array job that `sweep --emit slurm` prints runs on a real Slurm of one node, started here for the purpose, and
# gives the plans of a plain sweep.
. "$(dirname "$0")/lib.sh"
for program in slurmctld slurmd sbatch; do
  command -v $program > /dev/null || { echo "SKIPPED: no $program; the script's tasks are run by test_sweep"; exit 77; }
done
[ "$(id -u)" = 0 ] || { echo "SKIPPED: a Slurm of one's own needs root here"; exit 77; }

mkdir state spool
cat > slurm.conf <<CONF
ClusterName=test
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=27817
SlurmdPort=27818
AuthType=auth/none
CredType=cred/none
SlurmUser=root
SlurmdUser=root
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_res
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=2
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
NodeName=$(hostname -s) NodeAddr=127.0.0.1 CPUs=$(nproc)
PartitionName=all Nodes=ALL Default=YES MaxTime=10 State=UP
CONF
export SLURM_CONF=$work/slurm.conf
slurmctld -D > slurmctld.out 2>&1 &
controller=$!
slurmd -D > slurmd.out 2>&1 &
node=$!
trap 'kill $node $controller 2> /dev/null || true; wait 2> /dev/null || true; rm -rf "$work"' EXIT
ready=no
for _ in $(seq 150); do
  kill -0 $controller 2> /dev/null && kill -0 $node 2> /dev/null || break
  if sinfo -h -o %T 2> /dev/null | grep idle > /dev/null; then ready=yes && break; fi
  sleep 0.2
done
if [ "$ready" = no ]; then
  tail -n 5 slurmctld.out slurmctld.log slurmd.out slurmd.log 2> /dev/null || true
  echo "SKIPPED: Slurm does not start here; the script's tasks are run by test_sweep"
  exit 77
fi

mkdir what-if
for share in 12 14; do
  printf 'table,key,column,value,why\npolicy,rotation_share,value,%s,x\n' $share > "what-if/share $share.csv"
done
run 0 sweep "$SOURCE_DIR/scenarios/jinghong" rotate --scenarios what-if --out plain
run 0 sweep "$SOURCE_DIR/scenarios/jinghong" rotate --scenarios what-if --out array --emit slurm
cp out job.sh
timeout 120 sbatch --wait job.sh > sbatch.out 2>&1 || fail "sbatch: $(cat sbatch.out slurm-*.out)"
[ "$(find array -maxdepth 1 -mindepth 1 -type d -name '[!.]*' | wc -l)" = 3 ] || fail "plans of the tasks: $(ls array)"
bash job.sh > collected
[ "$(grep -c 'planned before' collected)" = 3 ] || fail "the tasks' plans are made again: $(cat collected)"
cmp array/compare.csv plain/compare.csv || fail "the array job compares otherwise"
