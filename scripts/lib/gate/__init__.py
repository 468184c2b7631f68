"""The gate: runs the stages of scripts/test and adds up their test cases."""
