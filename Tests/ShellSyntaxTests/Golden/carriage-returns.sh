a 
b\
# c
